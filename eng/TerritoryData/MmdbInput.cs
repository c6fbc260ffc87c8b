using System.Net;
using System.Net.Sockets;
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
        var isV4 = start.AddressFamily == AddressFamily.InterNetwork;
        var first = NumericAddress.From(start).Bits;
        var hosts = isV4 ? uint.MaxValue : UInt128.MaxValue;
        return new InputRow(isV4, first, first | (hosts >> prefixLength), answer);
    }
}
