using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>A request all the way through, on real sockets.</summary>
public sealed class ForwardingTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Hello = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}""";

    [Fact]
    public async Task An_answer_comes_from_the_first_target_and_says_so()
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(Hello);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            ("openai", "gpt-4o", "served", "US; source=address; confidence=high", "1", ""),
            (Header(response, "provider"), Header(response, "model"), Header(response, "decision"),
                Header(response, "territory"), Header(response, "attempts"), Header(response, "loss")));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("gpt-4o", body.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task The_record_holds_who_where_what_and_how_much()
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(Hello);
        await response.Content.ReadAsStringAsync();
        var record = await gateway.RecordOf(response);
        Assert.Equal(("acme", "app", "key"), (record.Organization, record.Project, record.ApiKey));
        Assert.Equal(
            ("US", "8.8.8.0/24", ChainOutcome.Forwarded), (record.Territory, record.ClientNetwork, record.Chain));
        Assert.Equal((RequestDecision.Served, "territory_served", "openai-territories@1"),
            (record.Decision, record.Reason, record.Policy));
        Assert.Equal((200, RequestEnding.Completed, "openai"), (record.Status, record.Ending, record.Provider));
        Assert.True(record.Usage is { InputTokens: > 0, OutputTokens: > 0 });
        Assert.Equal(("openai", 200), (Assert.Single(record.Attempts).Provider, record.Attempts[0].Status));
    }

    [Fact]
    public async Task A_caller_whom_the_first_provider_may_not_serve_is_rerouted_under_the_same_model_name()
    {
        gateway.Publish(TerritoryAction.Reroute);
        using var response = await gateway.ChatAsync(Hello, GatewayFixture.China);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("qwen", "qwen-plus", "rerouted"),
            (Header(response, "provider"), Header(response, "model"), Header(response, "decision")));
        Assert.StartsWith("CN; ", Header(response, "territory"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_has_the_shape_clients_know_and_names_what_the_caller_can_use()
    {
        gateway.Publish(TerritoryAction.Refuse);
        using var response = await gateway.ChatAsync(Hello, GatewayFixture.China);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        Assert.Equal("unsupported_country_region_territory", error.GetProperty("code").GetString());
        Assert.Equal("request_forbidden", error.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
        var message = error.GetProperty("message").GetString()!;
        Assert.StartsWith("Country, region, or territory not supported", message, StringComparison.Ordinal);
        Assert.Contains("openai-territories", message, StringComparison.Ordinal);
        Assert.Contains("compliance@example.com", message, StringComparison.Ordinal);
        Assert.Contains("qwen/qwen-plus", message, StringComparison.Ordinal);
        var record = await gateway.RecordOf(response);
        Assert.Equal(
            (RequestDecision.Refused, 403, RequestEnding.Refused), (record.Decision, record.Status, record.Ending));
    }

    [Fact]
    public async Task A_cut_off_takes_effect_on_its_instant_without_anything_being_published()
    {
        gateway.Publish(TerritoryAction.Reroute, DateTimeOffset.UtcNow.AddSeconds(2));
        using var before = await gateway.ChatAsync(Hello, GatewayFixture.China);
        Assert.Equal("openai", Header(before, "provider"));
        string provider;
        do
        {
            using var answer = await gateway.ChatAsync(Hello, GatewayFixture.China);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            provider = Header(answer, "provider");
        }
        while (provider == "openai");
        Assert.Equal("qwen", provider);
    }

    [Fact]
    public async Task An_untrusted_chain_is_nobody_and_nowhere()
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(Hello, "8.8.8.8, 010.0.0.1");
        var record = await gateway.RecordOf(response);
        Assert.Equal((ChainOutcome.Untrusted, null, null), (record.Chain, record.Territory, record.ClientNetwork));
    }

    [Fact]
    public async Task Every_byte_but_the_model_name_reaches_the_provider_as_the_client_wrote_it()
    {
        gateway.Publish();
        const string odd = """{ "unknown" : [1.10, 2e3,"\u00e9é"] ,"model" : "gpt-4o", "messages":[ {"role":"user","content":"x"} ]  }""";
        using var response = await gateway.ChatAsync(odd, GatewayFixture.China);
        await response.Content.ReadAsStringAsync();
        Assert.Equal(odd.Replace("gpt-4o", "qwen-plus", StringComparison.Ordinal),
            Encoding.UTF8.GetString(gateway.Simulator.Requests[^1].Body.Span));
    }

    [Fact]
    public async Task Usage_is_asked_for_in_a_stream_recorded_and_hidden_from_a_client_that_did_not_ask()
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(Hello.Insert(1, "\"stream\":true,"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"choices\":[]", text, StringComparison.Ordinal);
        var record = await gateway.RecordOf(response);
        Assert.True(record is { Streamed: true, Usage: { InputTokens: > 0, OutputTokens: > 0 } });
    }

    [Fact]
    public async Task Usage_in_a_stream_is_shown_to_a_client_that_asked()
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(
            Hello.Insert(1, "\"stream\":true,\"stream_options\":{\"include_usage\":true},"));
        Assert.Contains("\"choices\":[]", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_packed_body_is_unpacked(string encoding)
    {
        gateway.Publish();
        using var response = await SendPackedAsync(Pack(Hello, encoding), encoding);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_packed_body_that_swells_past_the_limit_is_refused()
    {
        gateway.Publish();
        using var response = await SendPackedAsync(Pack(new string(' ', 33 * 1024 * 1024), "gzip"), "gzip");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_encoding_says_is_refused()
    {
        gateway.Publish();
        using var response = await SendPackedAsync(Encoding.UTF8.GetBytes(Hello), "gzip");
        Assert.Equal("invalid_content_encoding", await CodeOf(response));
    }

    [Fact]
    public async Task Model_lists_show_what_the_caller_may_use_from_where_it_calls()
    {
        gateway.Publish(TerritoryAction.Refuse);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("X-Forwarded-For", GatewayFixture.China);
        using var response = await gateway.Client.SendAsync(request);
        using var list = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var ids = list.RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString())
            .ToArray();
        Assert.Equal(["qwen-plus", "qwen/qwen-plus"], ids);
        using var one = await gateway.Client.GetAsync(new Uri("/v1/models/openai/gpt-4o", UriKind.Relative));
        using var model = JsonDocument.Parse(await one.Content.ReadAsStringAsync());
        Assert.Equal("openai", model.RootElement.GetProperty("godwit").GetProperty("provider").GetString());
    }

    [Theory]
    [InlineData("Bearer gw-nonsense", "invalid_api_key")]
    [InlineData("Basic abc", "missing_api_key")]
    [InlineData(null, "missing_api_key")]
    public async Task Strangers_are_told_what_is_wrong_with_their_key(string? authorization, string code)
    {
        using var stranger = new HttpClient { BaseAddress = gateway.Client.BaseAddress };
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        using var response =
            await stranger.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(Hello));
        Assert.Equal((HttpStatusCode.Unauthorized, code), (response.StatusCode, await CodeOf(response)));
    }

    [Theory]
    [InlineData("""{"model":"no-such","messages":[]}""", 404, "model_not_found")]
    [InlineData("""{"messages":[]}""", 400, "missing_required_parameter")]
    [InlineData("""{"model":"gpt-4o",""", 400, "invalid_json")]
    [InlineData("""{"model":"gpt-4o","model":"x"}""", 400, "duplicate_parameter")]
    [InlineData("", 400, "invalid_json")]
    public async Task A_bad_request_gets_a_clear_error_and_a_record(string body, int status, string code)
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(body);
        Assert.Equal((status, code), ((int)response.StatusCode, await CodeOf(response)));
        Assert.Equal(code, (await gateway.RecordOf(response)).ErrorCode);
    }

    [Fact]
    public async Task Other_paths_and_methods_are_refused_in_the_clients_dialect()
    {
        using var path = await gateway.Client.GetAsync(new Uri("/v2/nothing", UriKind.Relative));
        using var method = await gateway.Client.GetAsync(new Uri("/v1/chat/completions", UriKind.Relative));
        Assert.Equal((HttpStatusCode.NotFound, "unknown_url"), (path.StatusCode, await CodeOf(path)));
        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, "method_not_allowed"), (method.StatusCode, await CodeOf(method)));
    }

    [Fact]
    public async Task Credentials_of_providers_show_in_no_answer_and_no_log()
    {
        gateway.Publish();
        using var response = await gateway.ChatAsync(Hello);
        var seen =
            response.Headers + await response.Content.ReadAsStringAsync() + string.Join('\n', gateway.Logged.Lines);
        Assert.DoesNotContain("credential-of-", seen, StringComparison.Ordinal);
        Assert.DoesNotContain(GatewayFixture.Key, seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Livez_and_readyz_answer_without_a_key()
    {
        using var stranger = new HttpClient { BaseAddress = gateway.Client.BaseAddress };
        Assert.Equal("""{"status":"ok","obstacles":[]}""", await stranger.GetStringAsync(new Uri("/livez", UriKind.Relative)));
        Assert.Equal("""{"status":"ok","obstacles":[]}""", await stranger.GetStringAsync(new Uri("/readyz", UriKind.Relative)));
    }

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues("x-godwit-" + name, out var values) ? values.Single() : "(none)";

    private static async Task<string?> CodeOf(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return body.RootElement.GetProperty("error").GetProperty("code").GetString();
    }

    private static byte[] Pack(string text, string encoding)
    {
        var packed = new MemoryStream();
        using (Stream stream = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest)
            : new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private async Task<HttpResponseMessage> SendPackedAsync(byte[] body, string encoding)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentEncoding.Add(encoding);
        return await gateway.Client.SendAsync(request);
    }
}
