using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>What a tap looks for in answers of this dialect.</summary>
public sealed class OpenAIChatLook : AnswerLook
{
    private OpenAIChatLook()
    {
    }

    /// <summary>The only one.</summary>
    public static OpenAIChatLook Instance { get; } = new();

    /// <inheritdoc/>
    public override bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        data[0] == '[' && data.TrimEnd((byte)' ').SequenceEqual("[DONE]"u8);

    /// <inheritdoc/>
    public override bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        eventName.SequenceEqual("error"u8) || OpenAIChatChunk.IsWorthParsing(data);

    /// <inheritdoc/>
    public override bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        if (IsEnd(eventName, data))
        {
            return false;
        }

        var usageOnly = OpenAIChatChunk.Read(data, answer);
        if (eventName.SequenceEqual("error"u8))
        {
            answer.Error ??= ErrorBody.Read(data);
        }

        return usageOnly;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, OutputMeter output)
    {
        // A text completion has its text beside the index.
        if (!OutputText.Measure(data, "\"delta\""u8, output))
        {
            OutputText.Measure(data, "\"text\""u8, output);
        }
    }

    /// <inheritdoc/>
    public override TappedMember Member(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("usage"u8) => TappedMember.Usage,
        _ when name.SequenceEqual("model"u8) => TappedMember.Model,
        _ when name.SequenceEqual("error"u8) || name.SequenceEqual("base_resp"u8) => TappedMember.Error,
        _ => TappedMember.None,
    };

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(ref Utf8JsonReader json) => OpenAIChatUsage.Read(ref json);
}
