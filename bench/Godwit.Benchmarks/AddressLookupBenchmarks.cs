using System.Net;
using BenchmarkDotNet.Attributes;
using Godwit.Gateway.Geolocation;
using Godwit.Policy.Contracts;

namespace Godwit.Benchmarks;

/// <summary>
/// An address against every table that ships, alone and with feeds: the budget is 60 ns for IPv4, under a microsecond
/// with feeds, and nothing allocated.
/// </summary>
public class AddressLookupBenchmarks
{
    private const int Addresses = 1024;
    private readonly AddressLocator locator = AddressLocator.LoadEmbedded(DateTimeOffset.UnixEpoch);
    private readonly AddressLocator withFeeds;
    private readonly IPAddress one = IPAddress.Parse("111.13.101.208");
    private readonly IPAddress[] ipv4 = new IPAddress[Addresses];
    private readonly IPAddress[] ipv6 = new IPAddress[Addresses];

    public AddressLookupBenchmarks()
    {
        using var feeds = new SampleFeeds();
        withFeeds = AddressLocator.Load(feeds.Write(), DateTimeOffset.UnixEpoch);
    }

    [GlobalSetup]
    public void ChooseAddresses()
    {
        // Spread over the whole space, so that look-ups miss the cache as those of a public service do.
        var random = new Random(1);
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < Addresses; i++)
        {
            random.NextBytes(bytes);
            ipv4[i] = new IPAddress(bytes[..4]);
            bytes[0] = 0x24;
            ipv6[i] = new IPAddress(bytes);
            // The evidence of a combination is made when it is first met; here it has been.
            locator.Locate(ipv4[i]);
            locator.Locate(ipv6[i]);
            withFeeds.Locate(ipv4[i]);
            withFeeds.Locate(ipv6[i]);
        }
    }

    [Benchmark(Baseline = true)]
    public Location One_ipv4() => locator.Locate(one);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int Many_ipv4() => LocateAll(locator, ipv4);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int Many_ipv6() => LocateAll(locator, ipv6);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int Many_ipv4_with_feeds() => LocateAll(withFeeds, ipv4);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int Many_ipv6_with_feeds() => LocateAll(withFeeds, ipv6);

    private static int LocateAll(AddressLocator locator, IPAddress[] addresses)
    {
        var known = 0;
        foreach (var address in addresses)
        {
            known += locator.Locate(address).Evidence.Best.HasValue ? 1 : 0;
        }

        return known;
    }
}
