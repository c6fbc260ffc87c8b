using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>
/// Reads fields by their lowerCamelCase name or, as protocol buffers' JSON allows, by their snake_case one.
/// </summary>
internal static class GeminiFields
{
    public static bool TryGet(JsonElement parent, string name, out JsonElement value)
    {
        value = default;
        return parent.ValueKind == JsonValueKind.Object
            && (parent.TryGetProperty(name, out value) || parent.TryGetProperty(Snake(name), out value))
            && value.ValueKind != JsonValueKind.Null;
    }

    public static bool Has(JsonElement parent, string name) => TryGet(parent, name, out _);

    public static JsonElement Object(JsonElement parent, string name) =>
        TryGet(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : default;

    public static JsonElement? Array(JsonElement parent, string name) =>
        TryGet(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value : null;

    /// <summary>The members of an array; none when it is not there.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        Array(parent, name) is { } array ? array.EnumerateArray() : [];

    public static string? Text(JsonElement parent, string name) =>
        TryGet(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static bool Flag(JsonElement parent, string name) =>
        TryGet(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static int? Integer(JsonElement parent, string name) =>
        TryGet(parent, name, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number)
            ? number
            : null;

    /// <summary>Whether a member is absent or a number in the range.</summary>
    public static bool NumberWithin(JsonElement parent, string name, double least, double most) =>
        !TryGet(parent, name, out JsonElement value)
        || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            && number >= least && number <= most);

    /// <summary>Complains of the first member that the message type does not have.</summary>
    public static ProviderError? Unknown(JsonElement value, FrozenSet<string> known, string? place)
    {
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!known.Contains(property.Name) && !known.Contains(Camel(property.Name)))
            {
                string at = place is null ? "" : $" at '{place}'";
                return Invalid(
                    place ?? "",
                    $"Invalid JSON payload received. Unknown name \"{property.Name}\"{at}: Cannot find field.");
            }
        }

        return null;
    }

    public static ProviderError Invalid(string field, string message) =>
        new(ErrorReason.InvalidRequest, message, field);

    private static string Snake(string camel)
    {
        StringBuilder snake = new();
        foreach (char letter in camel)
        {
            if (char.IsAsciiLetterUpper(letter))
            {
                snake.Append('_').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                snake.Append(letter);
            }
        }

        return snake.ToString();
    }

    private static string Camel(string snake)
    {
        StringBuilder camel = new();
        for (int i = 0; i < snake.Length; i++)
        {
            if (snake[i] == '_' && i > 0 && i + 1 < snake.Length)
            {
                camel.Append(char.ToUpperInvariant(snake[++i]));
            }
            else
            {
                camel.Append(snake[i]);
            }
        }

        return camel.ToString();
    }
}
