using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Checks the marks of prompt caching: four at most, the longer-lived before the shorter.</summary>
internal static class MessagesCacheCheck
{
    private const int MostMarks = 4;

    public static string? Check(JsonElement root)
    {
        IReadOnlyList<CacheUnit> units = CacheUnits.Of(root);
        int marks = units.Count(unit => unit.Ttl is not null);
        if (marks > MostMarks)
        {
            return $"A maximum of {MostMarks} blocks with cache_control may be provided. Found {marks}.";
        }

        bool shortSeen = false;
        foreach (CacheUnit unit in units.Where(unit => unit.Ttl is not null))
        {
            if (unit.Ttl is not ("5m" or "1h"))
            {
                return "cache_control.ephemeral.ttl: Input should be '5m' or '1h'";
            }

            if (unit.Source.ValueKind == JsonValueKind.Object
                && RequestFields.Object(unit.Source, "cache_control") is { ValueKind: JsonValueKind.Object } mark
                && RequestFields.Text(mark, "type") != "ephemeral")
            {
                return "cache_control.type: Input should be 'ephemeral'";
            }

            if (unit.Ttl == "1h" && shortSeen)
            {
                return "a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block.";
            }

            shortSeen |= unit.Ttl == "5m";
        }

        return null;
    }
}
