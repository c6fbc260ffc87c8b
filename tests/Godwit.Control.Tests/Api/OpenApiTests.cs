using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Godwit.Control.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_description_of_the_admin_API_is_the_approved_one()
    {
        using var folder = new TestFolder();
        await using var node = await ControlNode.StartAsync(folder.Path);
        var document = JsonNode.Parse(await node.Http.GetStringAsync("openapi/v1.json"))!.AsObject();
        // The address of the moment.
        document.Remove("servers");
        var actual = document.ToJsonString(Indented) + "\n";
        var path = ApprovedPath();
        var approved = File.Exists(path) ? await File.ReadAllTextAsync(path) : "";
        if (actual != approved && Environment.GetEnvironmentVariable("GODWIT_APPROVE") == "1")
            await File.WriteAllTextAsync(path, approved = actual);

        Assert.True(actual == approved,
            "docs/reference/openapi.json differs: run the tests with GODWIT_APPROVE=1 and review it");
    }

    private static string ApprovedPath()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Godwit.slnx")))
            root = root.Parent!;
        return Path.Combine(Directory.CreateDirectory(Path.Combine(root.FullName, "docs", "reference"))
            .FullName, "openapi.json");
    }
}
