using System.Text;
using System.Text.Json;

namespace Godwit.Providers.Tokens;

/// <summary>The most tokens that the input of a request makes in a vocabulary, in any dialect.</summary>
/// <remarks>
/// Only long strings are counted. All else counts by its bytes: names, quotes, brackets, short strings and what encodes
/// other data. No token has less than a byte, and these bytes are more than a template puts in their place: a role and
/// two or three marks for <c>{"role":"user","content":""},</c>, and less for the members of a schema.
/// </remarks>
public static class MostInput
{
    // Shorter ones are not worth their margin.
    private const int LongString = 64;

    // The first and last word of a string may grow together with what the template has beside it, and come to more
    // tokens: two at each end, as far as was seen (TextCounter). Twice that.
    private const int OfString = 8;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    private enum Place : byte
    {
        /// <summary>What is said: the model reads what the string means.</summary>
        Words,

        /// <summary>A value of an object, which the model may read as JSON, with the escapes, or as words.</summary>
        Value,

        /// <summary>No text.</summary>
        Data,
    }

    /// <summary>Counts a request's input.</summary>
    /// <param name="body">The client's JSON.</param>
    /// <param name="counter">The vocabulary.</param>
    /// <param name="stopAbove">Counting is given up beyond this.</param>
    public static InputCount Of(ReadOnlySpan<byte> body, TextCounter counter, long stopAbove)
    {
        var (counted, inStrings) = (0L, 0L);
        var (place, valueDepth) = (Place.Value, int.MaxValue);
        var json = new Utf8JsonReader(body, Options);
        try
        {
            while (json.Read())
            {
                if (json.CurrentDepth < valueDepth)
                    valueDepth = int.MaxValue;
                if (json.TokenType == JsonTokenType.PropertyName)
                    place = PlaceOf(ref json, ref valueDepth);
                if (json.TokenType != JsonTokenType.String || json.ValueSpan.Length < LongString
                    || place == Place.Data || IsDataUrl(json.ValueSpan))
                    continue;
                var raw = json.ValueSpan.Length;
                var room = stopAbove - (counted + json.TokenStartIndex - inStrings);
                counted += Math.Min(raw, Count(ref json, counter, place, room));
                inStrings += raw;
                var sofar = counted + json.BytesConsumed - inStrings;
                if (sofar > stopAbove)
                    return new(stopAbove + 1, false, (long)((double)sofar / json.BytesConsumed * body.Length));
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(body.Length, true, body.Length);
        }

        var tokens = counted + body.Length - inStrings;
        return new(tokens, true, tokens);
    }

    private static Place PlaceOf(ref Utf8JsonReader json, ref int valueDepth)
    {
        var name = json.ValueSpan;
        var depth = json.CurrentDepth;
        if (depth <= valueDepth)
            valueDepth = IsValue(name, depth) ? depth : int.MaxValue;
        return IsData(name) ? Place.Data
            : valueDepth == int.MaxValue && IsWords(name, depth) ? Place.Words
            : Place.Value;
    }

    // What a tool is, is asked and has answered. At the top, Responses' input is the conversation.
    private static bool IsValue(ReadOnlySpan<byte> name, int depth) =>
        name.SequenceEqual("tools"u8) || name.SequenceEqual("functions"u8) || name.SequenceEqual("args"u8)
        || name.SequenceEqual("response"u8) || name.EndsWith("chema"u8) || name.EndsWith("_format"u8)
        || name.SequenceEqual("parameters"u8) || (name.SequenceEqual("input"u8) && depth > 1);

    private static bool IsWords(ReadOnlySpan<byte> name, int depth) =>
        name.SequenceEqual("text"u8) || name.SequenceEqual("content"u8) || name.SequenceEqual("arguments"u8)
        || name.SequenceEqual("output"u8) || name.SequenceEqual("system"u8) || name.SequenceEqual("instructions"u8)
        || name.SequenceEqual("thinking"u8) || name.SequenceEqual("reasoning_content"u8)
        || (depth == 1 && (name.SequenceEqual("input"u8) || name.SequenceEqual("prompt"u8)));

    // Encoded bytes make more tokens than they are worth counting, and what is sealed is no text of the model's.
    private static bool IsData(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("data"u8) || name.SequenceEqual("file_data"u8) || name.EndsWith("url"u8)
        || name.EndsWith("_base64"u8) || name.EndsWith("ignature"u8) || name.SequenceEqual("encrypted_content"u8);

    private static bool IsDataUrl(ReadOnlySpan<byte> value) => value.StartsWith("data:"u8);

    private static long Count(ref Utf8JsonReader json, TextCounter counter, Place place, long room)
    {
        try
        {
            var most = counter.Count(ref json, room);
            if (place == Place.Value && json.ValueIsEscaped)
                most = Math.Max(most, counter.Count(Encoding.UTF8.GetString(json.ValueSpan), room));
            return most + OfString;
        }
        catch (InvalidOperationException)
        {
            // Half a pair, which is no text: what a provider makes of it is its own.
            return json.ValueSpan.Length;
        }
    }
}
