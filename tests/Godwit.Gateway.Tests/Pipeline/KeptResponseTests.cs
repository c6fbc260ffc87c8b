using System.Net;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Responses of a provider that keeps none: Godwit holds the conversation itself.</summary>
public sealed class KeptResponseTests(ResponseStateTests.Fixture fixture) : IClassFixture<ResponseStateTests.Fixture>
{
    private readonly GatewayFixture gateway = fixture.Gateway;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_provider_gets_the_whole_conversation(bool stream)
    {
        var first = await CreateAsync("""{"model":"only-openai","input":"My name is Ada."}""");
        var id = first.GetProperty("id").GetString();
        using var second = await SendAsync(HttpMethod.Post, "/v1/responses",
            $$"""{"model":"only-openai","previous_response_id":"{{id}}","input":"And I?","stream":{{(stream ? "true" : "false")}}}""");
        var text = await second.Content.ReadAsStringAsync();

        Assert.True(second.IsSuccessStatusCode, text);
        var asked = gateway.Simulator.Requests[^1].BodyText;
        Assert.Contains("My name is Ada.", asked, StringComparison.Ordinal);
        Assert.Contains("And I?", asked, StringComparison.Ordinal);
        Assert.Contains("\"assistant\"", asked, StringComparison.Ordinal);
        Assert.Contains($"\"previous_response_id\":\"{id}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_item_can_be_named_instead_of_sent()
    {
        var first = await CreateAsync("""{"model":"only-openai","input":"Say a word."}""");
        var message = first.GetProperty("output")[0];
        var word = message.GetProperty("content")[0].GetProperty("text").GetString()!;
        _ = await CreateAsync($$"""
            {"model":"only-openai","input":[{"role":"user","content":"Say a word."},
             {"type":"item_reference","id":"{{message.GetProperty("id").GetString()}}"},{"role":"user","content":"Again."}]}
            """);

        Assert.Contains(
            JsonSerializer.Serialize(word)[1..20], gateway.Simulator.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_told_with_its_input_and_deleted()
    {
        var first = await CreateAsync("""{"model":"only-openai","input":"Hello.","metadata":{"k":"v"}}""");
        var id = first.GetProperty("id").GetString();

        var told = JsonDocument.Parse(await Text(HttpMethod.Get, $"/v1/responses/{id}")).RootElement;
        Assert.Equal(first.GetRawText(), told.GetRawText());
        var items = JsonDocument.Parse(await Text(HttpMethod.Get, $"/v1/responses/{id}/input_items")).RootElement;
        Assert.Equal("user", items.GetProperty("data")[0].GetProperty("role").GetString());
        using var cancelled = await SendAsync(HttpMethod.Post, $"/v1/responses/{id}/cancel", "{}");
        Assert.Equal(HttpStatusCode.BadRequest, cancelled.StatusCode);

        Assert.Contains(
            "\"deleted\":true", await Text(HttpMethod.Delete, $"/v1/responses/{id}"), StringComparison.Ordinal);
        using var gone = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var cut = await SendAsync(HttpMethod.Post, "/v1/responses",
            $$"""{"model":"only-openai","previous_response_id":"{{id}}","input":"x"}""");
        Assert.Contains("Send the whole conversation", await cut.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_to_be_kept_is_not()
    {
        var first = await CreateAsync("""{"model":"only-openai","input":"Hello.","store":false}""");
        using var told = await SendAsync(HttpMethod.Get, $"/v1/responses/{first.GetProperty("id").GetString()}");

        Assert.False(first.GetProperty("store").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, told.StatusCode);
    }

    [Fact]
    public async Task It_goes_on_with_another_provider_even_one_that_holds_responses_itself()
    {
        var id = (await CreateAsync("""{"model":"only-openai","input":"My name is Ada."}""")).GetProperty("id").GetString();
        var next = await CreateAsync($$"""{"model":"gpt-r","previous_response_id":"{{id}}","input":"And I?"}""");

        var asked = gateway.Simulator.Requests[^1].BodyText;
        Assert.Contains("My name is Ada.", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("previous_response_id", asked, StringComparison.Ordinal);
        Assert.Equal(id, next.GetProperty("previous_response_id").GetString());
    }

    private async Task<JsonElement> CreateAsync(string body) =>
        JsonDocument.Parse(await Text(HttpMethod.Post, "/v1/responses", body)).RootElement;

    private async Task<string> Text(HttpMethod method, string path, string? body = null)
    {
        using var answer = await SendAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{text} {string.Join('\n', gateway.Logged.Lines)}");
        return text;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("X-Forwarded-For", GatewayFixture.America);
        return await gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
