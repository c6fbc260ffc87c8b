using System.Net;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What a record holds so that its decision can be made again.</summary>
public sealed class DecisionRecordTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    [Fact]
    public async Task A_record_names_the_address_data_and_the_hops_without_a_whole_address()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = new StringContent(
                """{"model":"only-openai","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Add("X-Forwarded-For", GatewayFixture.America);
        using var response = await gateway.Client.SendAsync(request);

        var record = await gateway.RecordOf(response);

        Assert.Equal((ChainOutcome.Forwarded, 1, "127.0.0.0/24"), (
            record.Chain, record.HopIndex, record.PeerNetwork));
        Assert.Matches("^[0-9a-f]{16}$", record.Dataset);
        Assert.Null(record.ClientSealed);
        Assert.DoesNotContain(GatewayFixture.America, JsonSerializer.Serialize(record), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_data_have_the_same_fingerprint_in_every_process_and_generation()
    {
        var now = DateTimeOffset.Parse("2026-07-01T00:00:00Z", null);
        var (one, other) = (AddressLocator.LoadEmbedded(now), AddressLocator.LoadEmbedded(now.AddDays(1)));

        one.Reload(now.AddDays(2));

        Assert.Equal(one.Fingerprint(1), other.Fingerprint(1));
        Assert.Equal(one.Fingerprint(1), one.Fingerprint(2));
        Assert.Null(one.Fingerprint(3));
        var dataset = Assert.Single(one.Datasets);
        Assert.Equal(one.Sources.Select(s => s.Sha256), dataset.Sources.Select(s => s.Sha256));
    }

    [Fact]
    public void Other_data_have_another_fingerprint_and_those_long_gone_are_forgotten()
    {
        AddressSource Source(string sha) => new("a", "", "", DateTimeOffset.UnixEpoch, sha, 1, true);
        var fingerprints = new DatasetFingerprints();
        for (var generation = 1; generation <= 100; generation++)
            fingerprints.Add(generation, [Source(generation % 2 == 0 ? "00" : "ff")]);

        Assert.NotEqual(fingerprints.Of(99), fingerprints.Of(100));
        Assert.Equal(fingerprints.Of(98), fingerprints.Of(100));
        Assert.Null(fingerprints.Of(1));
        Assert.Equal(2, fingerprints.All.Count);
    }

    [Fact]
    public void A_whole_address_is_kept_only_with_a_key_and_then_opens_with_it()
    {
        var address = IPAddress.Parse(GatewayFixture.America);
        var key = "an operator's own secret"u8.ToArray();
        var privacy = new AddressPrivacy(new GatewayOptions { AddressSealKey = key });

        var text = privacy.Seal(address);

        Assert.NotEqual(text, privacy.Seal(address));
        Assert.Equal(address, new SealedAddress(key).Open(text!));
        Assert.Null(privacy.Seal(null));
        Assert.Null(new AddressPrivacy(new GatewayOptions()).Seal(address));
    }
}
