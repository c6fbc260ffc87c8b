using System.Runtime.InteropServices;
using System.Text.Json;

namespace Godwit.Providers.Dialects.Reading;

/// <summary>
/// Reads members of a provider's answer. What is missing or of another type is null: an answer is taken for what can be
/// understood of it.
/// </summary>
public static class JsonElements
{
    /// <summary>A member; null when it is not there, or null.</summary>
    public static JsonElement? At(this JsonElement element, ReadOnlySpan<byte> name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
                && value.ValueKind != JsonValueKind.Null ? value : null;
        }
        catch (InvalidOperationException)
        {
            // Some other member's name is no Unicode, which the search comes across.
            return null;
        }
    }

    /// <summary>The text of a member.</summary>
    public static string? TextAt(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.At(name) is { ValueKind: JsonValueKind.String } value ? Text(value) : null;

    /// <summary>The number of a member, not below 0.</summary>
    public static long? CountAt(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.At(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            && number >= 0 ? number : null;

    /// <summary>True when a member is true.</summary>
    public static bool FlagAt(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.At(name) is { ValueKind: JsonValueKind.True };

    /// <summary>The items of a member that is a list; none else.</summary>
    public static JsonElement.ArrayEnumerator ItemsAt(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.At(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : default;

    /// <summary>A member that is an object and can be handed on as it is; null else.</summary>
    public static JsonElement? WholeAt(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.At(name) is { ValueKind: JsonValueKind.Object } value
            && JsonUnicode.IsValid(JsonMarshal.GetRawUtf8Value(value)) ? value : null;

    /// <summary>A text; null when it is none, or no Unicode.</summary>
    public static string? Text(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
