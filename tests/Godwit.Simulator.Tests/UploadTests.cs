using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

/// <summary>Files that come in parts.</summary>
public sealed class UploadTests
{
    private const string Announced = """
        {"filename":"a.txt","purpose":"user_data","bytes":4,"mime_type":"text/plain"}
        """;

    [Fact]
    public async Task Parts_are_put_together_in_the_order_that_is_asked_for()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string id = Text(await simulator.AskAsync(Announced, "/v1/uploads"), "id");
        string second = await AddAsync(simulator, id, "cd");
        string first = await AddAsync(simulator, id, "ab");

        JsonNode done = await simulator.AskAsync(
            $$"""{"part_ids":["{{first}}","{{second}}"]}""", $"/v1/uploads/{id}/complete");

        Assert.Equal("completed", Text(done, "status"));
        string file = Text(done["file"]!, "id");
        Assert.Equal("abcd", await simulator.Client.GetStringAsync(
            new Uri($"/v1/files/{file}/content", UriKind.Relative)));
        await simulator.AskAsync("{}", $"/v1/uploads/{id}/cancel", 400);
    }

    [Theory]
    [InlineData("""{"part_ids":["part_none"]}""")]
    [InlineData("""{"part_ids":[]}""")]
    [InlineData("[]")]
    public async Task An_end_without_its_parts_is_refused(string end)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string id = Text(await simulator.AskAsync(Announced, "/v1/uploads"), "id");

        await simulator.AskAsync(end, $"/v1/uploads/{id}/complete", 400);
    }

    [Fact]
    public async Task What_is_shorter_than_announced_is_no_file()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        string id = Text(await simulator.AskAsync(Announced, "/v1/uploads"), "id");
        string part = await AddAsync(simulator, id, "a");

        await simulator.AskAsync($$"""{"part_ids":["{{part}}"]}""", $"/v1/uploads/{id}/complete", 400);
    }

    [Theory]
    [InlineData("/v1/uploads", """{"filename":"a","purpose":"user_data","bytes":0,"mime_type":"text/plain"}""", 400)]
    [InlineData("/v1/uploads", """{"filename":"a","purpose":"none","bytes":1,"mime_type":"text/plain"}""", 400)]
    [InlineData("/v1/uploads", "[]", 400)]
    [InlineData("/v1/uploads/upload_none/cancel", "{}", 404)]
    public async Task What_the_provider_does_not_take_is_refused(string path, string body, int status)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");

        await simulator.AskAsync(body, path, status);
    }

    private static async Task<string> AddAsync(RunningSimulator simulator, string upload, string words)
    {
        using MultipartFormDataContent form = new()
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(words)), "data", "part" },
        };
        using HttpResponseMessage response = await simulator.Client.PostAsync(
            new Uri($"/v1/uploads/{upload}/parts", UriKind.Relative), form);
        JsonNode part = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(upload, Text(part, "upload_id"));
        return Text(part, "id");
    }

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
