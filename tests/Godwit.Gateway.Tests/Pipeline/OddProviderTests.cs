using System.IO.Compression;
using System.Net;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Providers whose answers are not what an answer should be.</summary>
public sealed class OddProviderTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    private const string Whole = """{"model":"m","choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":3}}""";

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 0")]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: text/event-stream")]
    [InlineData("HTTP/1.1 204 No Content")]
    public async Task An_empty_answer_is_no_answer_and_the_next_target_is_asked(string head)
    {
        await using var provider = new RawProvider(head, "");
        using var response = await AskAsync(provider, "raw-first");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var record = await gateway.RecordOf(response);
        Assert.Equal(["raw", "openai"], record.Attempts.Select(a => a.Provider));
        Assert.Equal(FailureClass.Connection, record.Attempts[0].Failure);
    }

    [Fact]
    public async Task A_header_value_that_http_does_not_allow_is_left_out_and_the_answer_arrives()
    {
        await using var provider = new RawProvider(
            "HTTP/1.1 200 OK\nContent-Type: application/json\nx-request-id: caf\u00e9\u0001\n"
                + $"Content-Length: {Whole.Length}",
            Whole);
        using var response = await AskAsync(provider, "raw-model");
        Assert.Equal(Whole, await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("x-request-id"));
        Assert.Equal(3, (await gateway.RecordOf(response)).Usage.InputTokens);
    }

    [Fact]
    public async Task A_packed_error_is_unpacked_and_understood()
    {
        var body = Pack("""{"error":{"message":"too long","type":"x","param":null,"code":"context_length_exceeded"}}""");
        await using var provider = new RawProvider(
            "HTTP/1.1 400 Bad Request\nContent-Type: application/json\nContent-Encoding: gzip\n"
                + $"Content-Length: {body.Length}",
            body);
        using var response = await AskAsync(provider, "raw-model");
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("context_length_exceeded", text, StringComparison.Ordinal);
        Assert.Equal(FailureClass.ContextLength, (await gateway.RecordOf(response)).Attempts[0].Failure);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("rot13")]
    public async Task An_answer_that_can_not_be_unpacked_counts_as_broken_and_the_next_target_is_asked(string encoding)
    {
        await using var provider = new RawProvider(
            $"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Encoding: {encoding}\n"
                + $"Content-Length: {Whole.Length}",
            Whole);
        using var response = await AskAsync(provider, "raw-first");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(FailureClass.Connection, (await gateway.RecordOf(response)).Attempts[0].Failure);
        Assert.Empty(gateway.Logged.Lines);
    }

    [Fact]
    public async Task A_packed_stream_that_breaks_is_cut_and_never_looks_whole()
    {
        var packed = Pack(string.Concat(Enumerable.Repeat(
            """data: {"choices":[{"delta":{"content":"x"}}]}""" + "\n\n", 20_000)));
        await using var provider = new RawProvider(
            "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nContent-Encoding: gzip", packed[..^100]);
        using var response = await AskAsync(provider, "raw-model");
        Assert.Contains("provider_stream_cut", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(RequestEnding.ProviderCut, (await gateway.RecordOf(response)).Ending);
    }

    [Fact]
    public async Task An_object_that_ends_in_the_middle_never_looks_whole_though_its_length_was_not_announced()
    {
        await using var provider = new RawProvider("HTTP/1.1 200 OK\nContent-Type: application/json", Whole[..^5]);
        using var response = await AskAsync(provider, "raw-model");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsStringAsync());
        Assert.Equal(RequestEnding.ProviderCut, (await gateway.RecordOf(response)).Ending);
    }

    [Fact]
    public async Task A_stream_is_known_as_one_however_its_type_is_written()
    {
        const string events =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":4}}\n\ndata: [DONE]\n\n";
        await using var provider = new RawProvider("HTTP/1.1 200 OK\nContent-Type: Text/Event-Stream", events);
        using var response = await AskAsync(provider, "raw-model");
        await response.Content.ReadAsStringAsync();
        Assert.Equal(4, (await gateway.RecordOf(response)).Usage.OutputTokens);
    }

    private async Task<HttpResponseMessage> AskAsync(RawProvider provider, string model)
    {
        gateway.PublishRaw(provider.Address);
        return await gateway.ChatAsync($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]}""");
    }

    private static byte[] Pack(string text)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Fastest))
            stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }
}
