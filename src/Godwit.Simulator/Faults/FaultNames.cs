using System.Collections.Frozen;
using System.Text.Json;

namespace Godwit.Simulator.Faults;

/// <summary>The written names of the fault kinds.</summary>
internal static class FaultNames
{
    private static readonly FrozenDictionary<string, FaultKind> ByName = Enum.GetValues<FaultKind>()
        .ToFrozenDictionary(Written, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<FaultKind, string> ByKind =
        ByName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>All names, in the order of the enumeration.</summary>
    public static string Accepted { get; } = string.Join(", ", Enum.GetValues<FaultKind>().Select(Written));

    public static bool TryGet(string name, out FaultKind kind) => ByName.TryGetValue(name.Trim(), out kind);

    public static string Of(FaultKind kind) => ByKind[kind];

    // The naming policy writes "error_in200" and "split_utf8"; the published spelling of the first has one more bar.
    private static string Written(FaultKind kind) => kind == FaultKind.ErrorIn200
        ? "error_in_200"
        : JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());
}
