using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

/// <summary>Compares the merged look-up with a plain binary search in each source by itself.</summary>
public sealed class AddressTablesTests
{
    private const int Probes = 500_000;

    private static readonly AddressTables Shipped = AddressTables.Build(ShippedTables.Files, ShippedTables.Now);

    [Fact]
    public void Every_IPv4_probe_gets_what_each_source_says() =>
        Compare(isV4: true, random => new NumericAddress((uint)random.NextInt64(1L << 32), true));

    [Fact]
    public void Every_IPv6_probe_gets_what_each_source_says() => Compare(isV4: false, random =>
    {
        var upper = random.Next(8) == 0
            ? (ulong)random.NextInt64() << 1
            : 0x2000_0000_0000_0000 | ((ulong)random.NextInt64() >> 2);
        return new NumericAddress(new UInt128(upper, (ulong)random.NextInt64()), false);
    });

    [Fact]
    public void Boundaries_inside_a_64_bit_network_are_kept_apart()
    {
        var network = new UInt128(0x2a00_0000_0000_0001, 0);
        Boundary[] v6 =
        [
            new(network - 1, 1), new(network, 2), new(network + 5, 1), new(network + 6, 2), new(network + 9, 0),
            new(network + (UInt128.One << 64) + 3, 1), new(network + (UInt128.One << 65), 2),
            new(UInt128.MaxValue - 4, 1),
        ];
        var file = TableFile.Read(TestTable.Write("x", SourceMethod.ActiveTable, ["CN", "US"], [], v6));
        var tables = AddressTables.Build([file], ShippedTables.Now);
        foreach (var boundary in v6)
        {
            for (var offset = -3; offset <= 3; offset++)
            {
                var bits = boundary.Start + (UInt128)(Int128)offset;
                if (offset > 0 && bits < boundary.Start)
                    continue;
                var expected = v6.LastOrDefault(b => b.Start <= bits).Answer;
                var address = new NumericAddress(bits, false);
                var answer = tables.Answers(address).Answers(tables.Find(address))[0];
                Assert.Equal(file.Description.Answers[expected].Raw, answer.Raw);
            }
        }
    }

    [Fact]
    public void Without_any_table_nothing_but_the_registries_answers()
    {
        var tables = AddressTables.Build([], ShippedTables.Now);
        Assert.False(tables.Locate(System.Net.IPAddress.Parse("8.8.8.8")).Evidence.Best.HasValue);
        Assert.NotNull(tables.Locate(System.Net.IPAddress.Parse("10.0.0.1")).Evidence.SpecialPurpose);
    }

    private static void Compare(bool isV4, Func<Random, NumericAddress> draw)
    {
        var columns = ShippedTables.Files.Select(f => Read(isV4 ? f.OpenV4() : f.OpenV6())).ToArray();
        var random = new Random(isV4 ? 4 : 6);
        for (var i = 0; i < Probes; i++)
        {
            // Half of the probes are at boundaries, where look-ups go wrong if they do.
            var address = draw(random);
            if (i % 2 == 0)
            {
                var starts = columns[i / 2 % 3].Starts;
                address = address with { Bits = starts[random.Next(starts.Length)] - (UInt128)random.Next(2) };
            }

            var number = Shipped.Find(address);
            var answers = Shipped.Answers(address).Answers(number);
            for (var source = 0; source < columns.Length; source++)
            {
                var place = Array.BinarySearch(columns[source].Starts, address.Bits);
                place = place >= 0 ? place : ~place - 1;
                var expected = place < 0 ? 0 : columns[source].Answers[place];
                if (ShippedTables.Files[source].Description.Answers[expected] != answers[source])
                    Assert.Fail($"{address.ToIPAddress()}: {answers[source].Raw}, not answer {expected} of {source}");
            }
        }
    }

    private static (UInt128[] Starts, ushort[] Answers) Read(BoundaryCursor cursor)
    {
        var (starts, answers) = (new List<UInt128>(), new List<ushort>());
        while (cursor.MoveNext())
        {
            starts.Add(cursor.Start);
            answers.Add(cursor.Answer);
        }

        return ([.. starts], [.. answers]);
    }
}
