using System.Text.Json;

namespace Godwit.Simulator.Wire;

/// <summary>Reads request fields forgivingly: a field of another kind counts as absent.</summary>
internal static class RequestFields
{
    public static string? Text(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.String, out JsonElement value) ? value.GetString() : null;

    public static bool? Flag(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.True, out _) ? true
        : TryGet(parent, name, JsonValueKind.False, out _) ? false
        : null;

    public static int? Integer(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Number, out JsonElement value) && value.TryGetInt32(out int number)
            ? number
            : null;

    public static double? Number(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Number, out JsonElement value) ? value.GetDouble() : null;

    /// <summary>Whether a field is absent, null, or a whole number in the range.</summary>
    public static bool IntegerWithin(JsonElement parent, string name, int least, int most) =>
        !parent.TryGetProperty(name, out JsonElement value)
        || value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            && number >= least && number <= most);

    public static JsonElement Object(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Object, out JsonElement value) ? value : default;

    public static JsonElement? Array(JsonElement parent, string name) =>
        TryGet(parent, name, JsonValueKind.Array, out JsonElement value) ? value : null;

    /// <summary>The members of an array; none when it is not there.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        Array(parent, name) is { } array ? array.EnumerateArray() : [];

    /// <summary>A string, or an array of strings, as a list.</summary>
    public static IReadOnlyList<string> Texts(JsonElement parent, string name)
    {
        if (Text(parent, name) is { } one)
        {
            return [one];
        }

        return Array(parent, name) is { } many
            ? [.. many.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!)]
            : [];
    }

    private static bool TryGet(JsonElement parent, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object
            && parent.TryGetProperty(name, out value)
            && value.ValueKind == kind;
    }
}
