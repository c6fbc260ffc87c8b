using System.Net;
using Godwit.Gateway.Geolocation;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation;

public sealed class ForwardedHeaderTests
{
    private static readonly ClientAddressResolver Resolver = new(new ClientAddressOptions
    {
        Source = ClientAddressSource.Forwarded,
        TrustedProxies = { IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:7e57:1::/64") },
    });

    [Theory]
    [InlineData("For=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17")]
    [InlineData("for=192.0.2.60;proto=http;by=203.0.113.43", "192.0.2.60")]
    [InlineData("for=192.0.2.43, for=198.51.100.17", "198.51.100.17")]
    [InlineData("FOR=192.0.2.43, fOr=\"10.0.0.7:8080\"", "192.0.2.43")]
    [InlineData("for=\"192.0.2.43:47011\"", "192.0.2.43")]
    [InlineData("for=\"192.0.2.43:_obf-1.x\"", "192.0.2.43")]
    [InlineData("for=\"[2001:db8::1]\"", "2001:db8::1")]
    [InlineData("for=\"[::ffff:1.2.4.8]\"", "1.2.4.8")]
    [InlineData("proto=https;host=\"example.com:0\";for=1.2.4.8", "1.2.4.8")]
    [InlineData("by=_gazonk; for=1.2.4.8 ; proto=https", "1.2.4.8")]
    [InlineData(";for=1.2.4.8;", "1.2.4.8")]
    [InlineData("for=1.2.4.8;secret=\"a, for=8.8.8.8\"", "1.2.4.8")]
    [InlineData("for=1.2.4.8;secret=\"a \\\" b\"", "1.2.4.8")]
    [InlineData("for=unknown, for=1.2.4.8", "1.2.4.8")]
    [InlineData("for=_hidden, for=1.2.4.8, for=10.0.0.2", "1.2.4.8")]
    [InlineData("\tfor=1.2.4.8\t", "1.2.4.8")]
    public void Reads_the_grammar_of_the_standard(string header, string expected)
    {
        var found = Resolve(header);
        Assert.Equal(IPAddress.Parse(expected), found.Address);
        Assert.Equal(ChainOutcome.Forwarded, found.Outcome);
    }

    [Theory]
    [InlineData("for=\"_gazonk\"")]
    [InlineData("for=_hidden, for=_SEVKISEK")]
    [InlineData("for=unknown")]
    [InlineData("for=\"unknown:8080\"")]
    [InlineData("for=1.2.4.8, for=Unknown, for=10.0.0.7")]
    [InlineData("for=1.2.4.8, proto=https")] // an element that names nobody
    [InlineData("for=1.2.4.8, ")]
    [InlineData("")]
    [InlineData(";")]
    [InlineData("for")]
    [InlineData("for=")]
    [InlineData("for =1.2.4.8")]
    [InlineData("for= 1.2.4.8")]
    [InlineData("=1.2.4.8")]
    [InlineData("1.2.4.8")]
    [InlineData("for=1.2.4.8:80")] // a colon needs quotes
    [InlineData("for=[2001:db8::1]")] // so do brackets
    [InlineData("for=\"2001:db8::1\"")] // and IPv6 needs brackets
    [InlineData("for=2001:db8::1")]
    [InlineData("for=\"1.2.4.8:\"")]
    [InlineData("for=\"1.2.4.8:65536\"")]
    [InlineData("for=\"[2001:db8::1]:\"")]
    [InlineData("for=\"[2001:db8::1]:_\"")]
    [InlineData("for=\"[fe80::1%25eth0]\"")]
    [InlineData("for=\"[1.2.4.8]\"")]
    [InlineData("for=\"1\\.2.4.8\"")]
    [InlineData("for=\" 1.2.4.8\"")]
    [InlineData("for=\"1.2.4.8")]
    [InlineData("for=\"1.2.4.8\"x")]
    [InlineData("for=1.2.4.8\\")]
    [InlineData("for=1.2.4.8;for=8.8.8.8")]
    [InlineData("for=1.2.4.8;For=1.2.4.8")]
    [InlineData("for=1.2.4.8;proto=http;proto=https")]
    [InlineData("host=example.com:0;for=1.2.4.8")]
    [InlineData("for=010.0.0.1")]
    [InlineData("for=0x08080808")]
    [InlineData("for=1.2.3")]
    [InlineData("for=16909060")]
    [InlineData("for='1.2.4.8'")]
    [InlineData("for=\"1.2.4.8\u0001\"")]
    public void Believes_nobody_when_the_hop_is_hidden_or_malformed(string header)
    {
        var found = Resolve(header);
        Assert.Null(found.Address);
        Assert.Equal(ChainOutcome.Untrusted, found.Outcome);
    }

    [Theory]
    [InlineData("for=8.8.8.8;x=\"", ", for=1.2.4.8")]
    [InlineData("for=8.8.8.8;x=\"", ", for=\"[2001:db8::1]:80\"")]
    [InlineData("for=8.8.8.8;x=\"\\", ", for=\"1.2.4.8:80\"")]
    [InlineData("for=8.8.8.8, for=\"", ", for=1.2.4.8;by=\"[2001:db8::2]\"")]
    public void A_quote_left_open_by_the_caller_hides_nothing_that_a_proxy_appends(string caller, string appended) =>
        Assert.Null(Resolve(caller + appended).Address);

    [Fact]
    public void A_line_of_the_callers_own_cannot_spoil_the_line_of_the_proxy_after_it()
    {
        var found = Resolve(new StringValues(["for=\"8.8.8.8", "for=1.2.4.8, for=10.0.0.2"]));
        Assert.Equal((IPAddress.Parse("1.2.4.8"), 2), (found.Address, found.HopIndex));
    }

    [Fact]
    public void Believes_nobody_when_trust_leads_into_a_malformed_line() =>
        Assert.Null(Resolve(new StringValues(["for=\"8.8.8.8", "for=10.0.0.2"])).Address);

    [Fact]
    public void More_elements_than_anyone_needs_are_not_believed()
    {
        var hops = string.Join(',', Enumerable.Repeat("for=10.0.0.7", 32));
        Assert.Equal(ChainOutcome.AllTrusted, Resolve(hops).Outcome);
        Assert.Equal(ChainOutcome.Untrusted, Resolve("for=1.2.4.8," + hops).Outcome);
        Assert.Equal(ChainOutcome.Untrusted, Resolve(new string(' ', 4096) + "for=1.2.4.8").Outcome);
    }

    private static ClientAddress Resolve(StringValues lines) =>
        Resolver.Resolve(IPAddress.Parse("10.0.0.1"), default, lines);
}
