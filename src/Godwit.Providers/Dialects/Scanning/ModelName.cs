using System.Text.Encodings.Web;
using System.Text.Json;
using Fault = Godwit.Providers.Dialects.Scanning.RequestFault;

namespace Godwit.Providers.Dialects.Scanning;

/// <summary>A model's name between JSON and text.</summary>
public static class ModelName
{
    // Each character takes at most six bytes of JSON.
    private const int MostBytes = RequestScan.MaxModelChars * 6;

    /// <summary>
    /// The JSON string of a name, quotes included, as <see cref="RequestPatch"/> puts it in.
    /// </summary>
    public static byte[] ToJson(string name)
    {
        var encoded = JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        return [(byte)'"', .. encoded.EncodedUtf8Bytes, (byte)'"'];
    }

    /// <summary>Unescapes the name the reader stands on.</summary>
    internal static Fault Copy(ref Utf8JsonReader json, Span<char> model, out int chars)
    {
        chars = 0;
        if (json.ValueSpan.Length is 0 or > MostBytes)
        {
            return json.ValueSpan.Length == 0 ? Fault.ModelEmpty : Fault.ModelTooLong;
        }

        try
        {
            // Text never has more characters than bytes: a short name goes straight to where it belongs.
            chars = json.ValueSpan.Length <= RequestScan.MaxModelChars
                ? json.CopyString(model)
                : CopyLong(ref json, model);
        }
        catch (InvalidOperationException)
        {
            return Fault.ModelNotText;
        }

        if (chars > RequestScan.MaxModelChars)
        {
            return Fault.ModelTooLong;
        }

        return IsUnfit(model[..chars]) ? Fault.ModelNotText : Fault.None;
    }

    /// <summary>True for a name with control characters: it goes into headers, logs and records.</summary>
    internal static bool IsUnfit(ReadOnlySpan<char> name) =>
        name.ContainsAnyInRange('\0', '\x1f') || name.Contains('\x7f');

    private static int CopyLong(ref Utf8JsonReader json, Span<char> model)
    {
        Span<char> text = stackalloc char[MostBytes];
        text = text[..json.CopyString(text)];
        text[..Math.Min(text.Length, model.Length)].CopyTo(model);
        return text.Length;
    }
}
