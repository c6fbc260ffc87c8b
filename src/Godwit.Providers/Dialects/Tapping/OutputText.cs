using System.Text.Json;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.Tapping;

/// <summary>Measures the output in an event, in place.</summary>
internal static class OutputText
{
    /// <summary>
    /// Measures the texts in every value of a member, however deep it stands. Inside of a text its name's quotes would
    /// be escaped.
    /// </summary>
    /// <returns>False when there is no such member.</returns>
    /// <exception cref="JsonException">The data is no JSON.</exception>
    public static bool Measure(ReadOnlySpan<byte> data, ReadOnlySpan<byte> quotedName, OutputMeter output)
    {
        var found = false;
        for (var at = data.IndexOf(quotedName); at >= 0; at = data.IndexOf(quotedName))
        {
            found = true;
            data = data[(at + quotedName.Length)..].TrimStart(": \t\r\n"u8);
            if (data is [(byte)'{' or (byte)'[' or (byte)'"', ..])
                data = data[MeasureValue(data, output)..];
        }

        return found;
    }

    private static int MeasureValue(ReadOnlySpan<byte> data, OutputMeter output)
    {
        var json = new Utf8JsonReader(data);
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            output.AddEscaped(json.ValueSpan);
        else
            MeasureMembers(ref json, output);
        return (int)json.BytesConsumed;
    }

    private static void MeasureMembers(ref Utf8JsonReader json, OutputMeter output)
    {
        while (json.Read() && json.CurrentDepth > 0)
        {
            if (json.TokenType == JsonTokenType.String)
            {
                output.AddEscaped(json.ValueSpan);
            }
            else if (json.TokenType == JsonTokenType.PropertyName && IsSilent(json.ValueSpan))
            {
                json.Read();
                json.Skip();
            }
        }
    }

    // What no model wrote, or wrote beside in other words.
    private static bool IsSilent(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("role"u8) || name.SequenceEqual("type"u8) || name.SequenceEqual("id"u8)
        || name.SequenceEqual("obfuscation"u8) || name.SequenceEqual("data"u8) || name.SequenceEqual("mimeType"u8)
        || name.SequenceEqual("reasoning_details"u8) || name.SequenceEqual("extra_content"u8)
        || name.SequenceEqual("annotations"u8) || name.EndsWith("ignature"u8);
}
