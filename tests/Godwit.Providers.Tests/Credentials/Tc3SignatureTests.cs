using System.Text;
using Godwit.Providers.Credentials;
using Xunit;

namespace Godwit.Providers.Tests.Credentials;

/// <summary>
/// The worked example of https://www.tencentcloud.com/document/api/614/42761: its stars are part of the keys.
/// </summary>
public sealed class Tc3SignatureTests
{
    private const string Body = """{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}""";
    private const string Type = "application/json; charset=utf-8";
    private static readonly Uri Uri = new("https://cvm.tencentcloudapi.com/");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1551113065);
    private static readonly Tc3Call Call = new("cvm", "DescribeInstances", "2017-03-12", "ap-guangzhou");

    private static string Hash => BodyHash.Of([Encoding.UTF8.GetBytes(Body)]);

    [Fact]
    public void The_published_body_has_the_published_hash() =>
        Assert.Equal("35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064", Hash);

    [Fact]
    public void The_published_request_gets_the_published_signature()
    {
        var key = new SigningKey("AKID" + new string('*', 32), new string('*', 32));
        var headers = Tc3Signature.Sign("POST", Uri, Type, Hash, Call, key, Now).ToDictionary();
        Assert.Equal(
            $"TC3-HMAC-SHA256 Credential=AKID{new string('*', 32)}/2019-02-25/cvm/tc3_request, "
            + "SignedHeaders=content-type;host;x-tc-action, "
            + "Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
            headers["Authorization"]);
        Assert.Equal("DescribeInstances", headers["X-TC-Action"]);
        Assert.Equal("2017-03-12", headers["X-TC-Version"]);
        Assert.Equal("1551113065", headers["X-TC-Timestamp"]);
        Assert.Equal("ap-guangzhou", headers["X-TC-Region"]);
        Assert.DoesNotContain("X-TC-Token", headers.Keys);
    }

    [Fact]
    public void The_older_published_request_without_the_action_gets_its_signature()
    {
        var request = new SignedRequest(
            "POST", Uri, [new("Host", "cvm.tencentcloudapi.com"), new("Content-Type", Type)], Hash, Now);
        Assert.EndsWith(
            "SignedHeaders=content-type;host, "
            + "Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c",
            Tc3Signature.Authorization(
                request, "cvm",
                new SigningKey("AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******", "Gu5t9xGARNpq86cd98joQYCN3*******")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_temporary_key_sends_its_token_and_no_region_is_named_where_none_is_given()
    {
        var headers = Tc3Signature.Sign(
            "POST", Uri, Type, Hash, Call with { CloudRegion = null }, new SigningKey("id", "key", "token"), Now)
            .ToDictionary();
        Assert.Equal("token", headers["X-TC-Token"]);
        Assert.DoesNotContain("X-TC-Region", headers.Keys);
    }

    [Fact]
    public void The_date_is_that_of_the_timestamp_in_utc()
    {
        var now = new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.FromHours(8));
        var headers = Tc3Signature.Sign("POST", Uri, Type, Hash, Call, new SigningKey("id", "key"), now).ToDictionary();
        Assert.Contains("Credential=id/2025-12-31/cvm/", headers["Authorization"], StringComparison.Ordinal);
    }
}
