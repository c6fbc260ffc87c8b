using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Steps;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Responses, their state, and who holds it.</summary>
public sealed class ResponseStateTests(ResponseStateTests.Fixture gateway) : IClassFixture<ResponseStateTests.Fixture>
{
    private const string Hello = """{"model":"gpt-r","input":"Hello."}""";

    /// <summary>A gateway with a provider that speaks Responses.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        public GatewayFixture Gateway { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Gateway.InitializeAsync();
            Gateway.PublishResponses();
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }

    [Fact]
    public async Task An_id_that_is_handed_out_is_sealed_and_leads_back_to_the_provider()
    {
        var first = await CreateAsync(Hello);
        var id = first.GetProperty("id").GetString()!;
        Assert.StartsWith("resp_", id, StringComparison.Ordinal);
        Assert.Equal("completed", first.GetProperty("status").GetString());

        var second = await CreateAsync($$"""{"model":"gpt-r","previous_response_id":"{{id}}","input":"And again."}""");

        Assert.Equal(id, second.GetProperty("previous_response_id").GetString());
        Assert.NotEqual(id, second.GetProperty("id").GetString());
        Assert.NotEqual(JsonValueKind.Null, second.GetProperty("usage").ValueKind);
    }

    [Fact]
    public async Task A_streamed_response_names_its_sealed_id_throughout()
    {
        using var answer = await SendAsync(
            HttpMethod.Post, "/v1/responses", """{"model":"gpt-r","input":"Hello.","stream":true}""");
        var text = await answer.Content.ReadAsStringAsync();
        var ids = text.Split("\"response\":{\"id\":\"")[1..]
            .Select(rest => rest[..rest.IndexOf('"', StringComparison.Ordinal)]).ToArray();
        var id = Assert.Single(ids.Distinct());

        Assert.True(ids.Length > 1);
        Assert.Contains("event: response.completed", text, StringComparison.Ordinal);
        using var told = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        Assert.Equal(id, (await Json(told)).GetProperty("id").GetString());
        var record = await gateway.Gateway.RecordOf(answer);
        Assert.True(record.Usage.OutputTokens > 0);
    }

    [Fact]
    public async Task A_response_is_told_listed_and_deleted()
    {
        var first = await CreateAsync(Hello);
        var id = first.GetProperty("id").GetString()!;
        var next = await CreateAsync($$"""{"model":"gpt-r","previous_response_id":"{{id}}","input":"More."}""");
        var nextId = next.GetProperty("id").GetString();

        var told = await Json(await SendAsync(HttpMethod.Get, $"/v1/responses/{nextId}"));
        Assert.Equal(nextId, told.GetProperty("id").GetString());
        Assert.StartsWith("resp_", told.GetProperty("previous_response_id").GetString(), StringComparison.Ordinal);

        var items = await Json(await SendAsync(HttpMethod.Get, $"/v1/responses/{id}/input_items?limit=5"));
        Assert.Equal("list", items.GetProperty("object").GetString());
        Assert.Equal(1, items.GetProperty("data").GetArrayLength());

        var deleted = await Json(await SendAsync(HttpMethod.Delete, $"/v1/responses/{id}"));
        Assert.Equal(id, deleted.GetProperty("id").GetString());
        Assert.True(deleted.GetProperty("deleted").GetBoolean());
        using var gone = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        await AssertError(gone, HttpStatusCode.NotFound, "response_not_found");
    }

    [Fact]
    public async Task An_id_of_another_organization_is_as_one_that_does_not_exist()
    {
        var id = (await CreateAsync(Hello)).GetProperty("id").GetString();
        using var told = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}", key: GatewayFixture.ResellerKey);
        using var used = await SendAsync(
            HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-r","previous_response_id":"{{id}}","input":"x"}""",
            key: GatewayFixture.ResellerKey);
        using var native = await SendAsync(
            HttpMethod.Post, "/v1/responses", """{"model":"gpt-r","previous_response_id":"resp_0123","input":"x"}""");

        await AssertError(told, HttpStatusCode.NotFound, "response_not_found");
        await AssertError(used, HttpStatusCode.BadRequest, "previous_response_not_found");
        await AssertError(native, HttpStatusCode.BadRequest, "previous_response_not_found");
    }

    [Fact]
    public async Task A_holder_that_may_not_serve_the_caller_is_named_with_what_to_send_instead()
    {
        var id = (await CreateAsync(Hello)).GetProperty("id").GetString();
        using var refused = await SendAsync(
            HttpMethod.Post, "/v1/responses", $$"""{"model":"gpt-r","previous_response_id":"{{id}}","input":"x"}""",
            from: GatewayFixture.China);
        using var untold = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}", from: GatewayFixture.China);

        var message = await AssertError(refused, HttpStatusCode.Forbidden, "response_state_out_of_reach");
        Assert.Contains("Send the whole conversation in 'input'", message, StringComparison.Ordinal);
        await AssertError(untold, HttpStatusCode.Forbidden, "response_state_out_of_reach");
    }

    [Fact]
    public async Task A_route_that_lost_the_holder_says_so()
    {
        var id = (await CreateAsync(Hello)).GetProperty("id").GetString();
        using var other = await SendAsync(
            HttpMethod.Post, "/v1/responses",
            $$"""{"model":"qwen/qwen-plus","previous_response_id":"{{id}}","input":"x"}""");

        await AssertError(other, HttpStatusCode.BadRequest, "response_state_lost");
    }

    [Fact]
    public async Task What_is_asked_about_a_response_is_recorded_as_any_operation_is()
    {
        var id = (await CreateAsync(Hello)).GetProperty("id").GetString();
        using var told = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        using var refused = await SendAsync(HttpMethod.Delete, $"/v1/responses/{id}", from: GatewayFixture.China);
        using var none = await SendAsync(HttpMethod.Get, "/v1/responses/resp_0123");

        var record = await gateway.Gateway.RecordOf(told);
        Assert.Equal(
            (Operation.StoredResponse, "gpt-r", "holder", RequestDecision.Served, 200),
            (record.Operation, record.RequestModel, record.Provider, record.Decision, record.Status));
        Assert.Equal(default, record.Usage);
        Assert.Null(record.Cost);
        Assert.Equal(200, Assert.Single(record.Attempts).Status);
        Assert.Equal("holder", told.Headers.GetValues("x-godwit-provider").Single());
        record = await gateway.Gateway.RecordOf(refused);
        Assert.Equal(
            (RequestDecision.Refused, "response_state_out_of_reach", "holder-territories@1"),
            (record.Decision, record.ErrorCode, record.Policy));
        Assert.Empty(record.Attempts);
        record = await gateway.Gateway.RecordOf(none);
        Assert.Equal((404, "response_not_found"), (record.Status, record.ErrorCode));
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        var id = (await CreateAsync(Hello)).GetProperty("id").GetString();
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/responses/{id}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GatewayFixture.Key);
        request.Headers.Add("x-godwit-dry-run", "true");
        using var refused = await gateway.Gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using var told = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        Assert.Equal(HttpStatusCode.OK, told.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_usage_of_a_response_in_the_background_is_recorded_once_when_its_end_is_seen(bool stream)
    {
        using var asked = await SendAsync(
            HttpMethod.Post, "/v1/responses",
            $$"""{"model":"gpt-r","input":"Hello.","background":true,"stream":{{(stream ? "true" : "false")}}}""");
        var text = await asked.Content.ReadAsStringAsync();
        Assert.True(asked.IsSuccessStatusCode, text);
        var id = text[text.IndexOf("resp_", StringComparison.Ordinal)..].Split('"')[0];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        HttpResponseMessage told;
        do
        {
            await Task.Yield();
            told = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
            limit.Token.ThrowIfCancellationRequested();
        }
        while ((await Json(told)).GetProperty("status").GetString() is "queued" or "in_progress");
        using var again = await SendAsync(HttpMethod.Get, $"/v1/responses/{id}");
        await Json(again);

        var request = await gateway.Gateway.RecordOf(asked);
        var made = await gateway.Gateway.RecordAsync(r => r.Id == BackgroundUsage.RecordOf(request.Id));
        Assert.Equal(
            (Operation.Chat, "gpt-r", "holder", request.StartedAt.ToUnixTimeMilliseconds()),
            (made.Operation, made.RequestModel, made.Provider, made.StartedAt.ToUnixTimeMilliseconds()));
        Assert.True(made.Usage.OutputTokens > 0);
        // Each request pays for itself, and none of them a second time by this record.
        Assert.NotEmpty(request.Charges!);
        Assert.Null(made.Charges);
        var seen = await gateway.Gateway.RecordOf(again);
        Assert.All([request, await gateway.Gateway.RecordOf(told), seen], r => Assert.Equal(default, r.Usage));
        Assert.Equal(1, gateway.Gateway.CountOf(made.Id));
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_is_refused_rather_than_forgotten()
    {
        using var refused = await SendAsync(
            HttpMethod.Post, "/v1/responses", """{"model":"gpt-r","conversation":"conv_1","input":"x"}""");

        await AssertError(refused, HttpStatusCode.NotFound, "conversation_not_found");
    }

    [Fact]
    public async Task A_method_that_does_not_fit_names_those_that_do()
    {
        using var put = await SendAsync(HttpMethod.Put, "/v1/responses/resp_1", "{}");
        using var get = await SendAsync(HttpMethod.Get, "/v1/responses/compact");

        Assert.Equal(["GET", "DELETE"], put.Content.Headers.Allow);
        Assert.Equal(["POST"], get.Content.Headers.Allow);
    }

    private async Task<JsonElement> CreateAsync(string body)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/responses", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{text} {string.Join('\n', gateway.Gateway.Logged.Lines)}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<JsonElement> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static async Task<string> AssertError(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(status, answer.StatusCode);
        return error.GetProperty("message").GetString()!;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? key = null, string from = GatewayFixture.America)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? GatewayFixture.Key);
        request.Headers.Add("X-Forwarded-For", from);
        return await gateway.Gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
