using System.Text.Encodings.Web;
using System.Text.Json;
using Fault = Godwit.Providers.Dialects.OpenAIChat.OpenAIChatRequestFault;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>A model's name between JSON and text.</summary>
public static class ModelName
{
    /// <summary>The JSON string of a name, quotes included, as <see cref="OpenAIChatRequestPatch"/> puts it in. Made once per model.</summary>
    public static byte[] ToJson(string name)
    {
        var encoded = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return [(byte)'"', .. encoded.EncodedUtf8Bytes, (byte)'"'];
    }

    /// <summary>Unescapes the name the reader stands on.</summary>
    internal static Fault Copy(ref Utf8JsonReader json, Span<char> model, out int chars)
    {
        // Each character takes at most six bytes of JSON.
        const int mostBytes = OpenAIChatRequestScan.MaxModelChars * 6;
        chars = 0;
        if (json.ValueSpan.Length is 0 or > mostBytes)
        {
            return json.ValueSpan.Length == 0 ? Fault.ModelEmpty : Fault.ModelTooLong;
        }

        Span<char> text = stackalloc char[mostBytes];
        try
        {
            text = text[..json.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            return Fault.ModelNotText;
        }

        if (text.Length > OpenAIChatRequestScan.MaxModelChars)
        {
            return Fault.ModelTooLong;
        }

        // The name goes into headers, logs and records.
        if (text.ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f'))
        {
            return Fault.ModelNotText;
        }

        text.CopyTo(model);
        chars = text.Length;
        return Fault.None;
    }
}
