using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>Where a member that rules are about lies in a body.</summary>
internal struct MemberSlot
{
    /// <summary>First byte of the quoted name.</summary>
    public int Name;

    /// <summary>First byte of the value.</summary>
    public int Start;

    /// <summary>The byte after the value; 0 while the member was not met.</summary>
    public int End;

    public JsonTokenType Kind;

    /// <summary>The member is there, and not null.</summary>
    public readonly bool IsThere => End > 0 && Kind != JsonTokenType.Null;

    /// <summary>The value as a word: a text, a number or a flag as they are written, an object's <c>type</c>.</summary>
    public readonly string? Word(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body[Start..End]);
        json.Read();
        if (Kind != JsonTokenType.StartObject)
        {
            return Kind == JsonTokenType.String ? Text(ref json)
                : Kind == JsonTokenType.StartArray ? null : Encoding.UTF8.GetString(body[Start..End]);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var type = json.ValueTextEquals("type"u8);
            json.Read();
            if (type && json.TokenType == JsonTokenType.String)
            {
                return Text(ref json);
            }

            json.Skip();
        }

        return null;
    }

    /// <summary>The number; null for anything else.</summary>
    public readonly decimal? Number(ReadOnlySpan<byte> body) =>
        Kind == JsonTokenType.Number && decimal.TryParse(
            body[Start..End], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether a word is a value of the catalog; numbers by what they are, not how they are written.</summary>
    public static bool Same(string? word, string value) => word == value
        || (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var other)
            && number == other);

    /// <summary>The text the reader stands on; null for one that is no Unicode.</summary>
    public static string? Text(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
