using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Godwit.TerritoryData;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

/// <summary>Makes tables by the tool that makes the shipped ones.</summary>
internal static class TestTable
{
    public static byte[] Write(
        string name, SourceMethod method, string[] answers, IReadOnlyList<Boundary> v4, IReadOnlyList<Boundary> v6)
    {
        var header = new TableHeader
        {
            Name = name,
            Method = method,
            Licence = "CC0-1.0",
            Attribution = "made up",
            BuildEpoch = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero),
            Inputs = new Dictionary<string, string> { ["input"] = "00" },
            RangesV4 = 0,
            RangesV6 = 0,
            BodyLength = 0,
        };
        return TableWriter.Write(header, answers, v4, v6);
    }
}
