using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Platform;

/// <summary>Files that come in parts, as OpenAI's npm SDK sends them through the running executable.</summary>
[Collection(PlatformGroup.Name)]
public sealed class UploadTests(PlatformFixture platform)
{
    private const string Announced =
        """{"filename":"a","purpose":"user_data","bytes":9,"mime_type":"text/plain"}""";

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
    public async Task A_part_of_no_announced_length_is_relayed_as_it_arrives()
    {
        using var client = Connect();
        var upload = await PostAsync(client, "/v1/uploads", Json(Announced));
        using var form = new MultipartFormDataContent { { new StringContent("123456789"), "data", "part" } };
        var part = await PostAsync(client, $"/v1/uploads/{upload.Text("id")}/parts", form, chunked: true);
        var done = await PostAsync(
            client, $"/v1/uploads/{upload.Text("id")}/complete", Json($$"""{"part_ids":["{{part.Text("id")}}"]}"""));

        var file = done.GetProperty("file").Text("id");
        Assert.Equal("123456789", await client.GetStringAsync(new Uri($"/v1/files/{file}/content", UriKind.Relative)));
    }

    [Theory]
    [InlineData("file", "invalid_multipart", "file")]
    [InlineData("data", "duplicate_parameter", "data")]
    public async Task A_part_that_is_no_part_is_refused_by_its_field(string second, string code, string param)
    {
        using var client = Connect();
        var upload = await PostAsync(client, "/v1/uploads", Json(Announced));
        using var form = new MultipartFormDataContent();
        if (code == "duplicate_parameter")
            form.Add(new StringContent("1"), "data", "part");
        form.Add(new StringContent("2"), second, "part");
        using var response = await client.PostAsync(
            new Uri($"/v1/uploads/{upload.Text("id")}/parts", UriKind.Relative), form);
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal((code, param), (error.Text("code"), error.Text("param")));
    }

    [Theory]
    [InlineData("""{"filename":"a"}""", "missing_required_parameter")]
    [InlineData("""{"purpose":7}""", "invalid_type")]
    [InlineData("""{"purpose":"user_data","provider":"nobody"}""", "unknown_provider")]
    [InlineData("""{"purpose":"user_data","purpose":"batch"}""", "invalid_json")]
    [InlineData("{", "invalid_json")]
    public async Task An_announcement_that_can_not_be_understood_is_refused(string body, string code)
    {
        using var client = Connect();
        using var response = await client.PostAsync(new Uri("/v1/uploads", UriKind.Relative), Json(body));
        var error = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error");

        Assert.Equal((HttpStatusCode.BadRequest, code), (response.StatusCode, error.Text("code")));
    }

    [Fact]
    public async Task Where_files_are_not_served_an_upload_is_refused()
    {
        var fromChina = platform.Contoso with { Address = Caller.InChina };
        var refused = await fromChina.RunAsync("platform", "refused_parts");

        Assert.Equal(403, refused.GetProperty("status").GetInt32());
    }

    private HttpClient Connect()
    {
        var client = new HttpClient { BaseAddress = platform.Server.ClientUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.Contoso.ApiKey);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", Caller.InUnitedStates);
        return client;
    }

    private static async Task<JsonElement> PostAsync(
        HttpClient client, string path, HttpContent content, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.TransferEncodingChunked = chunked;
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
