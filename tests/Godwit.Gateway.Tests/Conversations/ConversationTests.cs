using System.Net;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Tests.Pipeline;
using Godwit.Gateway.Tests.ResponseSockets;
using Xunit;

namespace Godwit.Gateway.Tests.Conversations;

/// <summary>Conversations, which this node keeps whatever provider answers.</summary>
public sealed class ConversationTests : IClassFixture<ResponseStateTests.Fixture>
{
    private const string Path = "/v1/conversations";
    private readonly GatewayFixture gateway;

    public ConversationTests(ResponseStateTests.Fixture fixture)
    {
        gateway = fixture.Gateway;
        gateway.Simulator.Faults.SetFor("openai", []);
    }

    // Of a provider that speaks Responses, and of one that does not.
    public static TheoryData<string, bool> Turns => new()
    {
        { "gpt-r", false }, { "gpt-r", true }, { "only-openai", false }, { "only-openai", true },
    };

    [Fact]
    public async Task A_conversation_is_made_told_changed_and_deleted()
    {
        var made = await Json(HttpMethod.Post, Path, """{"metadata":{"topic":"demo"}}""");
        var id = made.GetProperty("id").GetString()!;
        Assert.StartsWith("conv_", id, StringComparison.Ordinal);
        Assert.Equal("conversation", made.GetProperty("object").GetString());
        Assert.Equal("demo", made.GetProperty("metadata").GetProperty("topic").GetString());

        var changed = await Json(HttpMethod.Post, $"{Path}/{id}", """{"metadata":{"topic":"other"}}""");
        Assert.Equal("other", changed.GetProperty("metadata").GetProperty("topic").GetString());
        Assert.Equal(changed.GetRawText(), (await Json(HttpMethod.Get, $"{Path}/{id}")).GetRawText());

        var deleted = await Json(HttpMethod.Delete, $"{Path}/{id}");
        Assert.Equal("conversation.deleted", deleted.GetProperty("object").GetString());
        await AssertError(HttpMethod.Get, $"{Path}/{id}", null, 404, "conversation_not_found");
    }

    [Fact]
    public async Task Items_are_added_listed_page_by_page_told_and_deleted()
    {
        var id = await MakeAsync("""{"items":[{"role":"user","content":"One."}]}""");
        var added = await Json(HttpMethod.Post, $"{Path}/{id}/items", """
            {"items":[{"type":"message","role":"assistant","content":"Two."},
             {"type":"message","role":"user","content":[{"type":"input_text","text":"Three."}]}]}
            """);
        Assert.Equal(2, added.GetProperty("data").GetArrayLength());

        var page = await Json(HttpMethod.Get, $"{Path}/{id}/items?order=asc&limit=2");
        Assert.True(page.GetProperty("has_more").GetBoolean());
        Assert.Equal(["One.", "Two."], TextsOf(page));
        var rest = await Json(
            HttpMethod.Get, $"{Path}/{id}/items?order=asc&after={page.GetProperty("last_id").GetString()}");
        Assert.Equal(["Three."], TextsOf(rest));
        Assert.False(rest.GetProperty("has_more").GetBoolean());

        var second = page.GetProperty("data")[1];
        var path = $"{Path}/{id}/items/{second.GetProperty("id").GetString()}";
        Assert.Equal(second.GetRawText(), (await Json(HttpMethod.Get, path)).GetRawText());
        Assert.Equal(id, (await Json(HttpMethod.Delete, path)).GetProperty("id").GetString());
        await AssertError(HttpMethod.Get, path, null, 404, "conversation_item_not_found");
        Assert.Equal(["Three.", "One."], TextsOf(await Json(HttpMethod.Get, $"{Path}/{id}/items")));
    }

    [Theory, MemberData(nameof(Turns))]
    public async Task A_request_goes_on_with_its_conversation_and_is_added_to_it(string model, bool stream)
    {
        var id = await MakeAsync("""{"items":[{"role":"user","content":"My name is Ada."}]}""");
        var streamed = stream ? "true" : "false";
        var first = await Text(HttpMethod.Post, "/v1/responses",
            $$"""{"model":"{{model}}","conversation":"{{id}}","input":"And I?","stream":{{streamed}}}""");
        var asked = gateway.Simulator.Requests[^1].BodyText;
        _ = await Text(HttpMethod.Post, "/v1/responses", $$"""
            {"model":"{{model}}","store":false,"conversation":{"id":"{{id}}"},"input":"So?","stream":{{streamed}}}
            """);
        var items = await Json(HttpMethod.Get, $"{Path}/{id}/items?order=asc");

        Assert.Contains($"\"conversation\":{{\"id\":\"{id}\"}}", first, StringComparison.Ordinal);
        Assert.Contains("My name is Ada.", asked, StringComparison.Ordinal);
        Assert.Contains("And I?", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(id, asked, StringComparison.Ordinal);
        var again = gateway.Simulator.Requests[^1].BodyText;
        Assert.Contains("And I?", again, StringComparison.Ordinal);
        Assert.Contains("\"assistant\"", again, StringComparison.Ordinal);
        string[] roles = [.. items.GetProperty("data").EnumerateArray()
            .Where(item => item.GetProperty("type").GetString() == "message")
            .Select(item => item.GetProperty("role").GetString()!)];
        Assert.Equal(["user", "user", "assistant", "user", "assistant"], roles);
        string?[] ids = [.. items.GetProperty("data").EnumerateArray()
            .Select(item => item.GetProperty("id").GetString())];
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_new_conversation_is_empty_and_a_turn_on_a_socket_belongs_to_it()
    {
        var id = await MakeAsync("{}");
        using var client = await SocketClient.ConnectAsync(gateway);
        var events = await client.TurnAsync($$"""  "model":"gpt-r","conversation":"{{id}}","input":"Hello." """);
        var items = await Json(HttpMethod.Get, $"{Path}/{id}/items");

        Assert.Equal(
            id, events[^1].GetProperty("response").GetProperty("conversation").GetProperty("id").GetString());
        Assert.Contains(
            items.GetProperty("data").EnumerateArray(), item => item.GetProperty("type").GetString() == "message");
    }

    [Fact]
    public async Task Turns_at_once_are_all_added()
    {
        var id = await MakeAsync("{}");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Text(HttpMethod.Post, "/v1/responses",
            $$"""{"model":"only-openai","conversation":"{{id}}","input":"Number {{i}}."}""")));
        var items = await Json(HttpMethod.Get, $"{Path}/{id}/items?limit=100");

        Assert.Equal(16, items.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public async Task Another_project_has_no_such_conversation()
    {
        var id = await MakeAsync("{}");
        await AssertError(
            HttpMethod.Get, $"{Path}/{id}", null, 404, "conversation_not_found", GatewayFixture.ResellerKey);
        await AssertError(
            HttpMethod.Post, "/v1/responses", $$"""{"model":"only-openai","conversation":"{{id}}","input":"x"}""", 404,
            "conversation_not_found", GatewayFixture.ResellerKey);
    }

    [Theory]
    [InlineData("", """{"items":7}""", "invalid_type")]
    [InlineData("", """{"items":[{"role":"king","content":"x"}]}""", "invalid_value")]
    [InlineData(
        "", """{"items":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]}""", "invalid_value")]
    [InlineData(
        "", """{"items":[{"role":"user","content":[{"type":"input_file","file\u005fid":"f"}]}]}""", "invalid_value")]
    [InlineData("", """{"oth\ud800er":1}""", "invalid_json")]
    [InlineData("", """{"items":[{"id":"\ud800","role":"user","content":"\ud800"}]}""", "invalid_json")]
    [InlineData("", """{"metadata":{"a":1}}""", "invalid_type")]
    [InlineData("", """{"metadata":{},"metadata":{}}""", "invalid_json")]
    [InlineData("", """{"other":1}""", "invalid_value")]
    [InlineData("", """[]""", "invalid_type")]
    [InlineData("", """{"items":""", "invalid_json")]
    [InlineData("/items", """{}""", "missing_required_parameter")]
    public async Task What_is_wrong_in_a_body_is_told(string behind, string body, string code)
    {
        var path = behind.Length == 0 ? Path : $"{Path}/{await MakeAsync("{}")}{behind}";
        await AssertError(HttpMethod.Post, path, body, 400, code);
    }

    [Theory]
    [InlineData("7", "invalid_type", 400)]
    [InlineData("{}", "invalid_type", 400)]
    [InlineData("\"conv_nothing\"", "conversation_not_found", 404)]
    [InlineData("{\"id\":[\"x\"],\"id\":\"conv_nothing\"}", "conversation_not_found", 404)]
    [InlineData("\"conv_1\",\"previous_response_id\":\"resp_1\"", "invalid_value", 400)]
    public async Task What_is_no_conversation_is_refused(string conversation, string code, int status) =>
        await AssertError(
            HttpMethod.Post, "/v1/responses",
            $$"""{"model":"only-openai","conversation":{{conversation}},"input":"x"}""", status, code);

    [Fact]
    public async Task A_method_that_does_not_fit_is_told_with_those_that_do()
    {
        using var answer = await SendAsync(HttpMethod.Put, $"{Path}/conv_1", "{}", GatewayFixture.Key);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["DELETE", "GET", "POST"], answer.Content.Headers.Allow.Order());
        using var none = await SendAsync(HttpMethod.Get, $"{Path}/conv_1/others", null, GatewayFixture.Key);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private async Task<string> MakeAsync(string body) =>
        (await Json(HttpMethod.Post, Path, body)).GetProperty("id").GetString()!;

    private static string[] TextsOf(JsonElement list) => [.. list.GetProperty("data").EnumerateArray()
        .Select(item => item.GetProperty("content")[0].GetProperty("text").GetString()!)];

    private async Task<JsonElement> Json(HttpMethod method, string path, string? body = null) =>
        JsonDocument.Parse(await Text(method, path, body)).RootElement;

    private async Task<string> Text(HttpMethod method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body, GatewayFixture.Key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{text} {string.Join('\n', gateway.Logged.Lines)}");
        return text;
    }

    private async Task AssertError(
        HttpMethod method, string path, string? body, int status, string code, string? key = null)
    {
        using var answer = await SendAsync(method, path, body, key ?? GatewayFixture.Key);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, text);
        using var error = JsonDocument.Parse(text);
        Assert.Equal(code, error.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body, string key)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("X-Forwarded-For", GatewayFixture.America);
        request.Headers.Authorization = new("Bearer", key);
        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
