using System.Net;
using Godwit.Gateway.Geolocation.Chain;
using MaxMind.Db;

namespace Godwit.TerritoryData;

/// <summary>Reads the networks of an MMDB file whose records are flat.</summary>
internal static class MmdbInput
{
    /// <summary>Each network whose record makes an answer.</summary>
    public static IEnumerable<InputRow> Read(string path, Func<Dictionary<string, object>, string?> answerOf)
    {
        using var reader = new Reader(path);
        foreach (var node in reader.FindAll<Dictionary<string, object>>())
        {
            if (answerOf(node.Data) is { } answer)
                yield return ToRow(node.Start, node.PrefixLength, answer);
        }
    }

    /// <summary>When the older of some files was built.</summary>
    public static DateTimeOffset ReadBuildEpoch(IEnumerable<string> paths) => paths.Min(path =>
    {
        using var reader = new Reader(path);
        return new DateTimeOffset(DateTime.SpecifyKind(reader.Metadata.BuildDate, DateTimeKind.Utc));
    });

    private static InputRow ToRow(IPAddress start, int prefixLength, string answer)
    {
        // The upper bits tell the family: the data has no network in ::ffff:0:0/96.
        var first = NumericAddress.From(start);
        return new InputRow(first.IsV4, first.Bits, first.LastOf(prefixLength), answer);
    }
}
