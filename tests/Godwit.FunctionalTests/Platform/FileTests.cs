using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Platform;

/// <summary>Files, batches and training jobs, as OpenAI's npm SDK uses them through the running executable.</summary>
[Collection(PlatformGroup.Name)]
public sealed class FileTests(PlatformFixture platform)
{
    [Fact]
    public async Task A_file_is_kept_listed_read_and_deleted_under_an_id_of_Godwits()
    {
        var seen = await platform.Contoso.RunAsync("platform", "files");

        var id = seen.Text("id");
        Assert.StartsWith("file-", id, StringComparison.Ordinal);
        Assert.Equal(id, seen.Text("got"));
        Assert.Equal("other words", seen.Text("content"));
        Assert.Contains(id, seen.Texts("listed"));
        Assert.Contains(seen.Text("first"), seen.Texts("listed"));
        Assert.Equal(id, seen.GetProperty("deleted").Text("id"));
        Assert.DoesNotContain(id, seen.Texts("left"));
        Assert.Equal(404, seen.GetProperty("gone").GetProperty("status").GetInt32());
        Assert.Equal("openai", seen.GetProperty("headers").Text("x-godwit-provider"));
        Assert.DoesNotContain(
            await NativeIdsAsync(), native => seen.ToString().Contains(native, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_organization_sees_no_file_and_can_do_nothing_with_its_id()
    {
        var file = (await platform.Contoso.RunAsync("platform", "upload")).Text("id");
        var rival = platform.Fabrikam with { Given = file };

        Assert.DoesNotContain(file, (await rival.RunAsync("platform", "list")).Texts("ids"));
        var tries = await rival.RunAsync("platform", "foreign");
        foreach (var way in tries.EnumerateObject())
        {
            Assert.Equal(404, way.Value.GetProperty("status").GetInt32());
            Assert.Equal("object_not_found", way.Value.Text("code"));
        }

        Assert.Contains(file, (await platform.Contoso.RunAsync("platform", "list")).Texts("ids"));
    }

    [Fact]
    public async Task The_providers_own_id_opens_nothing()
    {
        await platform.Contoso.RunAsync("platform", "upload");
        foreach (var native in await NativeIdsAsync())
        {
            var tries = await (platform.Contoso with { Given = native }).RunAsync("platform", "foreign");
            Assert.All(tries.EnumerateObject(), way => Assert.Equal("object_not_found", way.Value.Text("code")));
            break;
        }
    }

    [Fact]
    public async Task A_batch_names_routes_and_the_provider_gets_its_own_models()
    {
        var seen = await platform.Contoso.RunAsync("platform", "batch");

        Assert.Equal(seen.Text("input"), seen.Text("inputOfBatch"));
        Assert.Equal("completed", seen.Text("status"));
        Assert.Equal(["line-1", "line-2"], seen.Texts("outputs"));
        Assert.Equal(["gpt-4o", "gpt-4o"], seen.Texts("models"));
        Assert.Equal("mine", seen.GetProperty("metadata").Text("input_file_id"));
        Assert.Contains(seen.Text("id"), seen.Texts("listed"));
        Assert.Equal(seen.Text("id"), seen.Text("cancelled"));
    }

    [Fact]
    public async Task A_batch_that_may_not_be_sent_is_refused_with_its_line()
    {
        var seen = await platform.Contoso.RunAsync("platform", "bad_batches");

        Assert.Equal("invalid_batch_line", seen.GetProperty("unknownModel").Text("code"));
        Assert.Contains("Line 2", seen.GetProperty("unknownModel").Text("message"), StringComparison.Ordinal);
        Assert.Contains("Line 2", seen.GetProperty("notJson").Text("message"), StringComparison.Ordinal);
        Assert.Equal("not_a_batch_file", seen.GetProperty("notABatch").Text("code"));
        Assert.Equal("object_not_found", seen.GetProperty("nativeId").Text("code"));
    }

    [Fact]
    public async Task A_training_job_runs_from_its_file_to_its_results()
    {
        var seen = await platform.Contoso.RunAsync("platform", "fine_tuning");

        Assert.Equal(seen.Text("training"), seen.Text("trainingOfJob"));
        Assert.Equal("gpt-4o", seen.Text("model"));
        Assert.Equal("paused", seen.Text("paused"));
        Assert.Equal("succeeded", seen.Text("status"));
        Assert.Equal(seen.Text("id"), seen.Text("jobOfCheckpoint"));
        Assert.Contains(seen.Text("id"), seen.Texts("listed"));
        Assert.StartsWith("step,loss", seen.Text("results"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_files_refuses_the_upload_and_not_the_chat()
    {
        var client = platform.Contoso with { Address = Caller.InChina };

        var upload = await client.RunAsync("platform", "refused_upload");
        Assert.Equal(403, upload.GetProperty("status").GetInt32());
        Assert.Equal("unsupported_country_region_territory", upload.Text("code"));
        Assert.Contains("no-files-in-china", upload.Text("message"), StringComparison.Ordinal);
        Assert.NotEmpty((await client.RunAsync("openai", "chat")).Text("text"));
    }

    [Fact]
    public async Task What_a_project_has_is_known_again_after_a_restart()
    {
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner() + TestConfig.Provider("openai", "openai", platform.OpenAI.Address)));
        var client = new NodeClient(server.ClientUri, await server.CreateKeyAsync("restarted", TestConfig.Project));
        var file = (await client.RunAsync("platform", "upload")).Text("id");

        await server.KillAndRestartAsync();
        client = client with { BaseUri = server.ClientUri };
        await Eventually.ReadAsync(
            () => client.RunAsync("platform", "list_or_nothing"), seen => seen.Texts("ids").Contains(file));
    }

    private async Task<List<string>> NativeIdsAsync()
    {
        using var provider = new HttpClient();
        provider.DefaultRequestHeaders.Authorization = new("Bearer", "sk-simulated");
        using var files = JsonDocument.Parse(
            await provider.GetStringAsync(new Uri(platform.OpenAI.Address, "/v1/files")));
        return [.. files.RootElement.GetProperty("data").EnumerateArray().Select(f => f.Text("id"))];
    }
}
