using System.Net;
using System.Net.Sockets;
using System.Text;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Clients that do what no SDK does, on bare sockets.</summary>
public sealed class OddClientTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    private const string Hello = """{"model":"only-openai","messages":[{"role":"user","content":"Hello"}]}""";
    private readonly TcpClient socket = new();

    public async ValueTask InitializeAsync()
    {
        gateway.Publish();
        var address = gateway.Client.BaseAddress!;
        await socket.ConnectAsync(address.Host, address.Port);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Refused_and_answered_requests_follow_each_other_on_one_connection_and_share_nothing()
    {
        await SendAsync(
            Post("{}", key: "nobody"), Post(Hello), Post("""{"model":"nothing"}"""), Get("HEAD /v1/models"),
            Get("GET /nowhere"), Post(Hello, close: true));
        var answers = await AnswersAsync();
        Assert.Equal(
            ["401 Unauthorized", "200 OK", "404 Not Found", "200 OK", "404 Not Found", "200 OK"],
            answers.Select(a => a.Split("\r\n")[0]["HTTP/1.1 ".Length..]));
        Assert.Equal([false, true, false, false, false, true], answers.Select(Names("provider")));
        Assert.Equal([false, true, true, false, false, true], answers.Select(Names("territory")));
        Assert.Equal(6, answers.Select(a => a.Split("x-godwit-request-id: ")[1][..36]).Distinct().Count());
    }

    [Theory]
    [InlineData("HTTP/1.0")]
    [InlineData("HTTP/1.1")]
    public async Task Each_version_of_http_1_gets_its_answer(string version)
    {
        await SendAsync(Post(Hello, close: true).Replace("HTTP/1.1", version, StringComparison.Ordinal));
        var answer = Assert.Single(await AnswersAsync());
        Assert.Contains("\"finish_reason\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_in_chunks_after_expect_100_continue_is_read_whole()
    {
        await SendAsync(Head("POST /v1/chat/completions") + "Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n"
            + $"Connection: close\r\n\r\n5\r\n{Hello[..5]}\r\n{Hello.Length - 5:x}\r\n{Hello[5..]}\r\n0\r\n\r\n");
        var answers = await AnswersAsync();
        Assert.Equal("HTTP/1.1 200 OK", answers[^1].Split("\r\n")[0]);
    }

    [Fact]
    public async Task A_client_that_breaks_off_while_it_sends_its_body_is_recorded_as_gone_and_is_no_fault_of_godwit()
    {
        await SendAsync(Head("POST /v1/chat/completions") + "Content-Length: 100000\r\nExpect: 100-continue\r\n\r\n{");
        var buffer = new byte[100];
        Assert.StartsWith(
            "HTTP/1.1 100", Encoding.ASCII.GetString(buffer, 0, await socket.GetStream().ReadAsync(buffer)),
            StringComparison.Ordinal);
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
        var record = await gateway.RecordAsync(r => r.RequestModel is null && r.Status is not (401 or 404));
        Assert.Equal((RequestEnding.ClientGone, 499), (record.Ending, record.Status));
        Assert.Empty(gateway.Logged.Lines);
    }

    [Fact]
    public async Task A_header_that_no_provider_could_be_sent_is_left_out_and_blames_no_provider()
    {
        await SendAsync(Post(Hello, close: true, extra: "OpenAI-Beta: caf\u00e9\r\n"));
        Assert.StartsWith("HTTP/1.1 200", Assert.Single(await AnswersAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idempotency_key_reaches_the_provider_as_one_of_this_project_and_stays_the_same()
    {
        await SendAsync(
            Post(Hello, extra: "Idempotency-Key: once\r\n"),
            Post(Hello, close: true, extra: "Idempotency-Key: once\r\n"));
        Assert.Equal(2, (await AnswersAsync()).Count);
        var keys = gateway.Simulator.Requests.SelectMany(r => r.Headers)
            .Where(h => h.Key.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase))
            .Select(h => h.Value).ToList();
        Assert.Equal(2, keys.Count);
        Assert.Equal(64, Assert.Single(keys.Distinct()).Length);
    }

    [Theory]
    [InlineData("openai%2Fgpt-4o")]
    [InlineData("openai/gpt-4o")]
    public async Task A_model_is_found_by_its_name_with_the_slash_escaped_as_sdks_do_or_not(string name)
    {
        using var one = await gateway.Client.GetAsync(new Uri("/v1/models/" + name, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, one.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", "POST")]
    [InlineData("POST", "/v1/models", "GET, HEAD")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allowed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    private static Func<string, bool> Names(string header) =>
        answer => answer.Contains($"\r\nx-godwit-{header}: ", StringComparison.Ordinal);

    private static string Head(string line, string? key = null) =>
        $"{line} HTTP/1.1\r\nHost: godwit\r\nAuthorization: Bearer {key ?? GatewayFixture.Key}\r\n";

    private static string Get(string line) => Head(line) + "\r\n";

    private static string Post(string body, string? key = null, bool close = false, string extra = "") =>
        Head("POST /v1/chat/completions", key) + (close ? "Connection: close\r\n" : "") + extra
        + $"Content-Length: {body.Length}\r\n\r\n{body}";

    private async Task SendAsync(params string[] requests) =>
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Concat(requests)));

    private async Task<List<string>> AnswersAsync()
    {
        using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var text = await reader.ReadToEndAsync(limit.Token);
        return [.. text.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries).Select(a => "HTTP/1.1 " + a)];
    }
}
