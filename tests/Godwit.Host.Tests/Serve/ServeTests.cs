using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Host.Tests.Serve;

/// <summary>Verbs against a Godwit that really serves, without any provider configured.</summary>
public sealed class ServeTests : IAsyncLifetime
{
    private ServingGodwit? serving;

    public async ValueTask InitializeAsync() => serving = await ServingGodwit.StartAsync("serve");

    public ValueTask DisposeAsync() => serving!.DisposeAsync();

    [Fact]
    public async Task The_first_start_prints_credentials_and_stops_with_0()
    {
        Assert.Contains("administrator password", serving!.Output, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer gw-", serving.Output, StringComparison.Ordinal);
        Assert.Equal(0, await serving.StopAsync());
    }

    [Fact]
    public async Task A_key_that_was_made_is_listed_without_being_shown_and_can_be_revoked()
    {
        var made = JsonNode.Parse((await VerbAsync("keys", "create", "--name", "mine", "--output", "json")).Output)!;
        var listed = (await VerbAsync("keys", "list")).Output;
        var revoked = await VerbAsync("keys", "revoke", "mine");

        Assert.StartsWith("gw-", made["key"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("mine", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(made["key"]!.GetValue<string>(), listed, StringComparison.Ordinal);
        Assert.Equal(0, revoked.Code);
    }

    [Fact]
    public async Task Chat_prints_the_answer_and_says_that_the_provider_is_simulated()
    {
        var (code, output, error) = await VerbAsync("chat", "hello");

        Assert.True(code == 0, error);
        Assert.Contains("simulated/simulated-chat (simulated)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_are_applied_shown_and_gone_back_to()
    {
        var file = Path.Combine(serving!.Data, "organization.yaml");
        await File.WriteAllTextAsync(file, "kind: Organization\nname: contoso\nspec: { display_name: One }\n");
        await VerbAsync("apply", "-f", file);
        await File.WriteAllTextAsync(file, "kind: Organization\nname: contoso\nspec: { display_name: Two }\n");
        var diff = (await VerbAsync("diff", "-f", file)).Output;
        await VerbAsync("apply", "-f", file);
        await VerbAsync("rollback", "organization", "contoso");
        var shown = (await VerbAsync("get", "organization", "contoso", "--output", "json")).Output;

        Assert.Contains("display_name", diff, StringComparison.Ordinal);
        Assert.Equal("One", JsonNode.Parse(shown)!["spec"]!["display_name"]!.GetValue<string>());
        Assert.Equal(0, (await VerbAsync("history", "--verify")).Code);
    }

    [Fact]
    public async Task A_wrong_resource_is_refused_with_file_and_line()
    {
        var file = Path.Combine(serving!.Data, "route.yaml");
        await File.WriteAllTextAsync(
            file, "kind: Route\nname: r\nspec:\n  targets:\n    - { target: nobody/nothing }\n");

        var (code, _, error) = await VerbAsync("apply", "-f", file);

        Assert.Equal(1, code);
        Assert.Contains("route.yaml:5", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "api/v1/apply", 415)]
    [InlineData("PUT", "api/v1/apply", 405)]
    [InlineData("GET", "api/v1/nothing", 404)]
    public async Task What_the_admin_api_does_not_take_is_refused_with_problem_details(
        string method, string path, int status)
    {
        using var http = new HttpClient { BaseAddress = serving!.Admin };
        using var content = new StringContent("<p>", Encoding.UTF8, "text/html");
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        using var answer = await http.SendAsync(request);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!.GetValue<int>());
    }

    [Fact]
    public async Task It_is_alive_ready_and_measured()
    {
        using var http = new HttpClient { BaseAddress = serving!.Admin };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/readyz")).StatusCode);
        Assert.Contains("dotnet_", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_console_asks_for_the_password_and_shows_nothing_before()
    {
        using var http = new HttpClient { BaseAddress = serving!.Admin };
        using var form = new FormUrlEncodedContent([new("password", "wrong")]);

        var page = await http.GetStringAsync("/");
        var refused = await http.PostAsync("/login", form);

        Assert.Contains("type=\"password\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Revision", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_second_one_on_the_same_folder_says_which_option_helps()
    {
        var (code, _, error) = await CommandLine.RunAsync("serve", "--data", serving!.Data);

        Assert.Equal(1, code);
        Assert.Contains("--data (GODWIT_DATA)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_with_its_option()
    {
        var data = Path.Combine(serving!.Data, "second");
        var (code, _, error) = await CommandLine.RunAsync(
            "serve", "--data", data, "--listen", serving.Client.ToString(), "--admin-listen", "http://127.0.0.1:0");

        Assert.Equal(1, code);
        Assert.Contains("--listen (GODWIT_LISTEN)", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> VerbAsync(params string[] arguments) =>
        CommandLine.RunAsync([.. arguments, "--data", serving!.Data]);
}
