using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Tokens;

/// <summary>What of a request's input is not in the body as text, in any dialect.</summary>
/// <param name="Pictures">Pictures, inline or by reference.</param>
/// <param name="PictureBytes">Bytes of the body that encode them, of those that surely do.</param>
/// <param name="Refers">
/// There is more than pictures: a file, sound, a film, an earlier response, whose length does not show.
/// </param>
public readonly record struct InputMedia(int Pictures, long PictureBytes, bool Refers)
{
    /// <summary>Looks for it: a few searches of the body, and one reading of it where they find something.</summary>
    /// <param name="body">The client's JSON.</param>
    /// <param name="dialect">The client's dialect.</param>
    /// <param name="features">What the scan of the body found.</param>
    public static InputMedia Of(ReadOnlySpan<byte> body, Dialect dialect, RequestFeatures features) =>
        (features & RequestFeatures.Kept) != 0 ? new(0, 0, true)
        : MayHave(body, dialect, features) ? InputMediaReader.Read(body)
        : default;

    // By the members of each dialect that hold or name media. A scan of OpenAI Chat has looked at each part's type.
    private static bool MayHave(ReadOnlySpan<byte> body, Dialect dialect, RequestFeatures features) => dialect switch
    {
        Dialect.OpenAIChat =>
            (features & (RequestFeatures.Vision | RequestFeatures.Audio | RequestFeatures.Media)) != 0,
        Dialect.GeminiGenerateContent =>
            body.IndexOf("\"inline"u8) >= 0 || body.IndexOf("\"file"u8) >= 0 || HasEscapedLetter(body),
        Dialect.AnthropicMessages =>
            body.IndexOf("\"source\""u8) >= 0 || body.IndexOf("\"file_id\""u8) >= 0 || HasEscapedLetter(body),
        _ => body.IndexOf("_url\""u8) >= 0 || body.IndexOf("\"file_"u8) >= 0 || body.IndexOf("_audio\""u8) >= 0
            || body.IndexOf("\"item_reference\""u8) >= 0 || body.IndexOf("\"image_generation_call\""u8) >= 0
            || HasEscapedLetter(body),
    };

    /// <summary>A letter of ASCII written as an escape, as nobody needs to: a name may hide behind it.</summary>
    private static bool HasEscapedLetter(ReadOnlySpan<byte> body)
    {
        int at;
        while ((at = body.IndexOf("\\u00"u8)) >= 0)
        {
            body = body[(at + 4)..];
            if (body.Length > 0 && body[0] is >= (byte)'5' and <= (byte)'7')
                return true;
        }

        return false;
    }
}
