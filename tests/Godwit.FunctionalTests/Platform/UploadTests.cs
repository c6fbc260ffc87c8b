using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Platform;

/// <summary>Files that come in parts, as OpenAI's npm SDK sends them through the running executable.</summary>
[Collection(PlatformGroup.Name)]
public sealed class UploadTests(PlatformFixture platform)
{
    [Fact]
    public async Task A_file_in_parts_becomes_one_of_the_projects_files()
    {
        var seen = await platform.Contoso.RunAsync("platform", "parts");

        Assert.StartsWith("upload_", seen.Text("id"), StringComparison.Ordinal);
        Assert.Equal(seen.Text("id"), seen.Text("ofPart"));
        Assert.Equal(seen.Text("id"), seen.Text("again"));
        Assert.Equal("completed", seen.Text("status"));
        Assert.Equal("some words", seen.Text("content"));
        Assert.Contains(seen.Text("file"), seen.Texts("listed"));
        Assert.Equal("cancelled", seen.GetProperty("cancelled").Text("status"));
        Assert.Equal("openai", seen.GetProperty("headers").Text("x-godwit-provider"));
        Assert.Equal(400, seen.GetProperty("late").GetProperty("status").GetInt32());
        Assert.Equal("invalid_type", seen.GetProperty("short").Text("code"));
        Assert.Equal("batch_in_parts", seen.GetProperty("batch").Text("code"));
    }

    [Fact]
    public async Task Another_organization_can_do_nothing_with_an_upload_or_its_file()
    {
        var seen = await platform.Contoso.RunAsync("platform", "parts");
        var upload = platform.Fabrikam with { Given = seen.Text("pending") };

        foreach (var way in (await upload.RunAsync("platform", "foreign_parts")).EnumerateObject())
        {
            Assert.Equal(404, way.Value.GetProperty("status").GetInt32());
            Assert.Equal("object_not_found", way.Value.Text("code"));
        }

        var file = platform.Fabrikam with { Given = seen.Text("file") };
        var tries = await file.RunAsync("platform", "foreign");
        Assert.All(tries.EnumerateObject(), way => Assert.Equal("object_not_found", way.Value.Text("code")));
    }

    [Fact]
    public async Task Where_files_are_not_served_an_upload_is_refused()
    {
        var fromChina = platform.Contoso with { Address = Caller.InChina };
        var refused = await fromChina.RunAsync("platform", "refused_parts");

        Assert.Equal(403, refused.GetProperty("status").GetInt32());
    }
}
