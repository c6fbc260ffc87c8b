using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Tests.Attempts.Credentials;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Files and batches of a provider with several accounts, each of which has its own, in fake time.</summary>
public sealed class KeptAccountTests : IAsyncLifetime
{
    private const string Source = "https://example.com/facts";
    private static readonly DateOnly AsOf = new(2026, 11, 1);

    private readonly FakeTimeProvider time = new(DateTimeOffset.UtcNow);
    private readonly ConcurrentQueue<(string Key, string Method, string Path)> sent = new();
    private readonly ConcurrentDictionary<string, string> holders = new();
    private readonly ConcurrentDictionary<string, int> refused = new();
    private readonly GatewayFixture gateway;
    private TokenServer provider = null!;
    private int made;

    public KeptAccountTests() => gateway = new GatewayFixture { Time = time };

    public async ValueTask InitializeAsync()
    {
        await gateway.InitializeAsync();
        provider = await TokenServer.StartAsync(Answer);
        Publish("one", "two");
        gateway.Objects.Loaded = true;
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Fact]
    public async Task Uploads_lie_together_with_the_first_account_and_with_the_next_while_that_one_is_refused()
    {
        await UploadAsync();
        await UploadAsync();
        Assert.Equal(["one", "one"], sent.Select(s => s.Key));
        refused["one"] = 401;
        await UploadAsync();
        await UploadAsync();
        Assert.Equal(["one", "one", "one", "two", "two"], sent.Select(s => s.Key));
    }

    [Fact]
    public async Task A_file_is_asked_for_used_and_listed_with_the_account_that_keeps_it()
    {
        refused["one"] = 401;
        var file = await UploadAsync();
        refused.Clear();
        time.Advance(TimeSpan.FromMinutes(1));
        var other = await UploadAsync();
        sent.Clear();

        foreach (var path in (string[])[$"/v1/files/{file}", $"/v1/files/{file}/content", $"/v1/files/{file}"])
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, path)).Status);
        var batch = await SendAsync(
            HttpMethod.Post, "/v1/batches",
            $$"""{"input_file_id":"{{file}}","endpoint":"/v1/chat/completions","completion_window":"24h"}""");
        Assert.Equal(HttpStatusCode.OK, batch.Status);
        var id = JsonDocument.Parse(batch.Text).RootElement.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/v1/batches/{id}")).Status);
        Assert.All(sent, s => Assert.Equal("two", s.Key));

        sent.Clear();
        var listed = await SendAsync(HttpMethod.Get, "/v1/files");
        Assert.Contains(file, listed.Text, StringComparison.Ordinal);
        Assert.Contains(other, listed.Text, StringComparison.Ordinal);
        Assert.Equal(["one", "two"], sent.Select(s => s.Key).Order());
    }

    [Fact]
    public async Task What_lies_with_an_account_that_is_gone_is_left_out_of_lists_and_said_to_be_gone()
    {
        var first = await UploadAsync();
        refused["one"] = 401;
        var second = await UploadAsync();
        Publish("two", "three");

        var listed = await SendAsync(HttpMethod.Get, "/v1/files");
        Assert.Equal(HttpStatusCode.OK, listed.Status);
        Assert.Contains(second, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(first, listed.Text, StringComparison.Ordinal);
        var gone = await SendAsync(HttpMethod.Get, $"/v1/files/{first}");
        Assert.Equal(HttpStatusCode.Gone, gone.Status);
        Assert.Contains("keeper_gone", gone.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_names_files_goes_to_their_account_and_never_to_another()
    {
        refused["one"] = 401;
        var file = await UploadAsync();
        refused.Clear();
        time.Advance(TimeSpan.FromMinutes(1));
        sent.Clear();
        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(file)).Status);
        Assert.Equal("two", Assert.Single(sent).Key);

        var other = await UploadAsync();
        var both = await ChatAsync(file, other);
        Assert.Equal(HttpStatusCode.BadRequest, both.Status);
        Assert.Contains("several_keepers", both.Text, StringComparison.Ordinal);

        refused["two"] = 401;
        sent.Clear();
        var lost = await ChatAsync(file);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, lost.Status);
        Assert.Contains(
            "The files of this request are with one account of the provider own", lost.Text, StringComparison.Ordinal);
        var gone = await SendAsync(HttpMethod.Get, $"/v1/files/{file}");
        Assert.Contains("holder_unavailable", gone.Text, StringComparison.Ordinal);
        Assert.Single(sent);
    }

    private void Publish(params string[] keys) => gateway.PublishOwn(
        new ProviderConfig
        {
            Catalog = "keeper",
            BaseUrl = provider.Address.ToString().TrimEnd('/'),
            Models = [new() { Name = "m" }],
            Credentials = [.. keys.Select(_ => new CredentialConfig { Env = "X" })],
        },
        new ProviderSecrets([.. keys.Select(CredentialSamples.Whole)]),
        new CatalogSet(
        [
            new CatalogProvider
            {
                Name = "keeper",
                Title = "Keeper",
                TelemetryName = "keeper",
                Dialect = Dialect.OpenAIChat,
                Source = Source,
                AsOf = AsOf,
                Auth = new CatalogAuth { Scheme = CredentialScheme.Bearer, Source = Source, AsOf = AsOf },
                Regions =
                    [new CatalogRegion { Name = "global", BaseUrl = "http://k.example", Source = Source, AsOf = AsOf }],
                Operations = new Dictionary<Operation, string>
                {
                    [Operation.Chat] = "/chat/completions",
                    [Operation.Files] = "/files",
                    [Operation.Batches] = "/batches",
                },
                Territories = new CatalogTerritories
                {
                    Status = TerritoryListStatus.Unknown, Source = Source, AsOf = AsOf,
                },
            },
        ]));

    private (int Status, string Body) Answer(HttpRequest request, string body)
    {
        var key = request.Headers.Authorization.ToString()["Bearer ".Length..];
        var path = request.Path.Value!;
        sent.Enqueue((key, request.Method, path));
        if (refused.TryGetValue(key, out var status))
            return (status, """{"error":{"message":"no such key","code":"invalid_api_key"}}""");
        var parts = path.Trim('/').Split('/');
        if (parts.Length > 1 && parts[0] != "chat" && holders.GetValueOrDefault(parts[1]) != key)
            return (404, """{"error":{"message":"not found"}}""");
        if (parts[0] == "chat")
            return (200, """{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}]}""");
        var id = parts.Length > 1 ? parts[1] : $"native{Interlocked.Increment(ref made)}";
        holders[id] = key;
        return (200, $$"""{"id":"{{id}}","object":"thing","purpose":"batch","input_file_id":""}""");
    }

    private async Task<string> UploadAsync()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            {
                new StringContent(
                    """{"custom_id":"1","method":"POST","url":"/v1/chat/completions","body":{"model":"own","messages":[]}}"""),
                "file", "lines.jsonl"
            },
        };
        var (status, text) = await SendAsync(HttpMethod.Post, "/v1/files", form);
        Assert.True(status == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    private Task<(HttpStatusCode Status, string Text)> ChatAsync(params string[] files) => SendAsync(
        HttpMethod.Post, "/v1/chat/completions",
        """{"model":"own","messages":[{"role":"user","content":["""
            + string.Join(',', files.Select(file => $$$"""{"type":"file","file":{"file_id":"{{{file}}}"}}"""))
            + "]}]}");

    private Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string body) =>
        SendAsync(method, path, new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<(HttpStatusCode Status, string Text)> SendAsync(
        HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", GatewayFixture.Key);
        request.Headers.Add("X-Forwarded-For", GatewayFixture.America);
        using var answer = await gateway.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
