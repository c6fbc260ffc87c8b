using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>
/// What a tap looks for in answers of images, sound and what is like them: their streams end with an event that says
/// done or completed, for each image one.
/// </summary>
public sealed class MediaLook : AnswerLook
{
    // The type of an event stands at its beginning, before megabytes of picture.
    private const int TypeWithin = 256;

    private MediaLook()
    {
    }

    /// <summary>The only one.</summary>
    public static MediaLook Instance { get; } = new();

    /// <inheritdoc/>
    public override bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        OpenAIChatLook.Instance.IsEnd(eventName, data);

    /// <inheritdoc/>
    public override bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        eventName.SequenceEqual("error"u8) || IsLast(eventName)
        || data[..Math.Min(data.Length, TypeWithin)] is var head
            && (head.IndexOf(".completed\""u8) >= 0 || head.IndexOf(".done\""u8) >= 0
                || head.IndexOf("\"error\""u8) >= 0);

    /// <inheritdoc/>
    public override bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        if (IsEnd(eventName, data))
            return false;
        var json = new Utf8JsonReader(data);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;
            var (isType, member) = (json.ValueTextEquals("type"u8), Member(json.ValueSpan));
            json.Read();
            if (isType && json.TokenType == JsonTokenType.String && IsLast(json.ValueSpan))
                answer.TakeFinishReason(ref json);
            else if (member == TappedMember.Usage)
                answer.Usage = ReadUsage(ref json) ?? answer.Usage;
            else if (member == TappedMember.Error)
                answer.Error = ErrorBody.ReadValue(ref json) ?? answer.Error;
            else
                json.Skip();
        }

        return false;
    }

    /// <inheritdoc/>
    public override TappedMember Member(ReadOnlySpan<byte> name) => OpenAIChatLook.Instance.Member(name);

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(ref Utf8JsonReader json) => OpenAIChatLook.Instance.ReadUsage(ref json);

    private static bool IsLast(ReadOnlySpan<byte> name) => name.EndsWith(".completed"u8) || name.EndsWith(".done"u8);
}
