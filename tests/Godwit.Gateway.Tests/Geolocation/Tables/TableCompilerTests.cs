using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Godwit.TerritoryData;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

public sealed class TableCompilerTests
{
    [Fact]
    public void Reads_rows_of_both_families_and_skips_comments()
    {
        var path = Path.GetTempFileName();
        File.WriteAllLines(path,
        [
            "# Generated: Thu, 25 Jun 2026 04:33:59 GMT", "16777216,16777471,AU", "2001:200::,2001:200:ffff::,JP",
            "1.1.0.0,1.1.0.9,??",
        ]);
        var rows = CsvInput.Read(path).ToArray();
        var generated = CsvInput.ReadGenerated(path);
        File.Delete(path);
        Assert.Equal([(true, "AU"), (false, "JP"), (true, "??")], rows.Select(r => (r.IsV4, r.Answer)));
        Assert.Equal((UInt128)0x0100_00ff, rows[0].Last);
        Assert.Equal(new DateTimeOffset(2026, 6, 25, 4, 33, 59, TimeSpan.Zero), generated);
    }

    [Theory]
    [InlineData("1.1.1.1,1.1.1.0,AU")]
    [InlineData("1.1.1.1,2001::,AU")]
    [InlineData("1.1.1,1.1.1.1,AU")]
    [InlineData("1.1.1.1,1.1.1.1")]
    public void Refuses_rows_that_are_no_ranges(string row)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, row);
        Assert.Throws<InvalidDataException>(() => CsvInput.Read(path).Count());
        File.Delete(path);
    }

    [Fact]
    public void Refuses_an_input_whose_rows_contradict_each_other()
    {
        var rows = Enumerable.Range(0, 3000)
            .Select(i => new InputRow(true, (UInt128)(i * 10), (UInt128)((i * 10) + 9), "AU"))
            .ToArray();
        Assert.NotEmpty(TableCompiler.Compile(Header(), rows.Append(new InputRow(true, 5, 6, "CN"))));
        var contradicting = rows.Concat(rows.Take(4).Select(r => r with { Last = r.First + 1, Answer = "CN" }));
        Assert.Throws<InvalidDataException>(() => TableCompiler.Compile(Header(), contradicting));
    }

    [Fact]
    public void Only_the_contested_parts_become_region_answers()
    {
        Assert.Equal("UA-43", Code("RU", "Crimea"));
        Assert.Equal("UA-14", Code("UA", "Donetsk"));
        Assert.Null(Code("RU", "Rostov"));
        Assert.Null(Code("IT", "Crimea"));
        Assert.Null(ContestedRegions.CodeOf([]));

        static string? Code(string country, string state) =>
            ContestedRegions.CodeOf(new() { ["country_code"] = country, ["state1"] = state });
    }

    private static TableHeader Header() => new()
    {
        Name = "x",
        Method = SourceMethod.ActiveTable,
        Licence = "CC0-1.0",
        Attribution = "made up",
        BuildEpoch = DateTimeOffset.UnixEpoch.AddYears(56),
        Inputs = new Dictionary<string, string>(),
        RangesV4 = 0,
        RangesV6 = 0,
        BodyLength = 0,
    };
}
