using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Forwarding;

/// <summary>What a provider gets to see of a client's request.</summary>
[Collection(GatewayGroup.Name)]
public sealed class ProviderSideTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Fields_that_nobody_knows_reach_the_provider_byte_for_byte()
    {
        var mark = Guid.NewGuid().ToString("n");
        var body = $$"""
            { "model":"gpt-4o" ,"messages":[{"role":"user","content":"caf\u00e9 — 鸟"}],
              "not_invented_yet": {"b":1,"a":[1e2, 0.10]},  "user":"{{mark}}" }
            """;
        using var client = new RawClient(gateway.Server.ClientUri, gateway.ApiKey);
        using var answer = await client.ChatAsync(body);
        answer.EnsureSuccessStatusCode();

        Assert.Equal(body, (await SeenAsync(gateway.OpenAI, mark)).GetProperty("body").GetString());
    }

    [Fact]
    public async Task Usage_is_asked_for_in_a_stream_and_the_rest_left_as_it_came()
    {
        var mark = Guid.NewGuid().ToString("n");
        using var client = new RawClient(gateway.Server.ClientUri, gateway.ApiKey);
        using var answer = await client.ChatAsync(
            $$"""{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Hi"}],"user":"{{mark}}"}""");
        var text = await answer.Content.ReadAsStringAsync();

        using var seen = JsonDocument.Parse((await SeenAsync(gateway.OpenAI, mark)).GetProperty("body").GetString()!);
        Assert.True(seen.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.DoesNotContain("\"usage\":{", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clients_key_and_address_do_not_reach_the_provider()
    {
        var mark = Guid.NewGuid().ToString("n");
        using var client = new RawClient(gateway.Server.ClientUri, gateway.ApiKey, Caller.InUnitedStates);
        using var answer = await client.ChatAsync(
            $$"""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"user":"{{mark}}"}""");

        var headers = (await SeenAsync(gateway.OpenAI, mark)).GetProperty("headers").ToString();
        Assert.DoesNotContain(gateway.ApiKey, headers, StringComparison.Ordinal);
        Assert.DoesNotContain(Caller.InUnitedStates, headers, StringComparison.Ordinal);
        Assert.DoesNotContain("x-godwit", headers, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_providers_work()
    {
        var mark = Guid.NewGuid().ToString("n");
        using (var client = new RawClient(gateway.Server.ClientUri, gateway.ApiKey))
        {
            using var answer = await client.ChatAsync(
                $$"""
                {"model":"gpt-4o-slow","stream":true,"messages":[{"role":"user","content":"Hi"}],"user":"{{mark}}"}
                """);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            await stream.ReadExactlyAsync(new byte[16]);
        }

        var seen = await Eventually.ReadAsync(
            () => SeenAsync(gateway.Slow, mark), request => request.GetProperty("ended").GetBoolean());
        Assert.True(seen.GetProperty("aborted").GetBoolean());
    }

    private static async Task<JsonElement> SeenAsync(SimulatorServer provider, string mark)
    {
        var requests = await provider.RequestsAsync();
        return requests.Single(request => request.GetProperty("body").GetString()!
            .Contains(mark, StringComparison.Ordinal));
    }
}
