using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Sound of a streamed answer, which has no neutral form in pieces and is handed on whole.</summary>
internal sealed class OpenAIChatStreamSound
{
    private const int MostChars = 32 * 1024 * 1024;
    private StringBuilder? data;
    private StringBuilder? transcript;

    /// <summary>What has come; null when nothing did.</summary>
    public MediaPart? Whole => data is null
        ? null : OpenAIChatAnswerReader.Audio(data.ToString(), transcript?.ToString());

    public void Read(JsonElement? audio)
    {
        if (audio is not { } piece)
        {
            return;
        }

        if (piece.TextAt("data"u8) is { } bytes && (data?.Length ?? 0) + bytes.Length <= MostChars)
        {
            (data ??= new StringBuilder()).Append(bytes);
        }

        if (piece.TextAt("transcript"u8) is { } words)
        {
            (transcript ??= new StringBuilder()).Append(words);
        }
    }
}
