using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

public sealed class TableFileTests
{
    private static readonly Boundary[] V4 = [new(0, 1), new(256, 0), new(0x0100_0000, 2), new(uint.MaxValue, 3)];

    private static readonly Boundary[] V6 =
    [
        new((UInt128)0x2001 << 112, 1), new(((UInt128)0x2001 << 112) | 1, 2), new((UInt128)0x2a00 << 112, 0),
        new(UInt128.MaxValue, 3),
    ];

    [Fact]
    public void What_the_tool_writes_is_what_the_gateway_reads()
    {
        var file = TableFile.Read(TestTable.Write("x", SourceMethod.Regions, ["CN", "UA-43", "EU"], V4, V6));
        Assert.Equal(("x", SourceMethod.Regions, "CC0-1.0"),
            (file.Description.Header.Name, file.Description.Header.Method, file.Description.Header.Licence));
        Assert.Equal((3, 3), (file.Description.Header.RangesV4, file.Description.Header.RangesV6));
        Assert.Equal([null, "CN", "UA-43", "EU"], file.Description.Answers.Select(a => a.Raw));
        Assert.Equal(["unknown", "CN", "UA", "unknown"], file.Description.Answers.Select(a => a.Territory.ToString()));
        Assert.Equal("UA-43", file.Description.Answers[2].Subdivision.ToString());
        Assert.Equal(V4, ReadAll(file.OpenV4()));
        Assert.Equal(V6, ReadAll(file.OpenV6()));
    }

    [Fact]
    public void Random_boundaries_survive_the_way_there_and_back()
    {
        var random = new Random(11);
        var bytes = new byte[16];
        for (var round = 0; round < 200; round++)
        {
            var starts = new SortedSet<UInt128>();
            for (var i = random.Next(0, 50); i > 0; i--)
            {
                random.NextBytes(bytes);
                var bits = new UInt128(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes, 8));
                starts.Add((bits >> random.Next(128)) << random.Next(128));
            }

            var boundaries = starts.Select(s => new Boundary(s, (ushort)random.Next(0, 3))).ToArray();
            var file = TableFile.Read(TestTable.Write("x", SourceMethod.ActiveTable, ["CN", "US"], [], boundaries));
            Assert.Empty(ReadAll(file.OpenV4()));
            Assert.Equal(boundaries, ReadAll(file.OpenV6()));
        }
    }

    [Fact]
    public void A_damaged_file_is_refused_with_one_kind_of_exception_and_never_answers_out_of_bounds()
    {
        var good = TestTable.Write("x", SourceMethod.ActiveTable, ["CN", "US", "EU"], V4, V6);
        var random = new Random(5);
        for (var i = 0; i < 4000; i++)
        {
            var bad = good[..(i % 4 == 0 ? random.Next(good.Length) : good.Length)];
            for (var flips = random.Next(1, 4); flips > 0 && bad.Length > 0; flips--)
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                AddressTables.Build([TableFile.Read(bad)], DateTimeOffset.UnixEpoch.AddYears(57));
            }
            catch (InvalidDataException)
            {
                // The only kind there is.
            }
        }
    }

    [Fact]
    public void A_table_that_refers_to_what_it_does_not_have_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Build(["CN"], [new(0, 2)]));
        Assert.Throws<InvalidDataException>(() => Build(["CN"], [new(UInt128.One << 32, 1)]));
        Assert.Throws<InvalidDataException>(() => Build(["CN"], [new(9, 1), new(5, 0)]));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => TableFile.Read([]));
        Assert.Throws<InvalidDataException>(() => TableFile.Read("Godwit territory table 2\nxxxxxxxx"u8.ToArray()));
    }

    private static AddressTables Build(string[] answers, Boundary[] v4) => AddressTables.Build(
        [TableFile.Read(TestTable.Write("x", SourceMethod.ActiveTable, answers, v4, []))], ShippedTables.Now);

    private static List<Boundary> ReadAll(BoundaryCursor cursor)
    {
        var all = new List<Boundary>();
        while (cursor.MoveNext())
            all.Add(new Boundary(cursor.Start, cursor.Answer));
        return all;
    }
}
