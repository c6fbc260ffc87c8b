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

    private static ReadOnlySpan<byte> Delta => "\"delta\":{"u8;

    private static ReadOnlySpan<byte> Role => "\"role\":\"assistant\","u8;

    private static ReadOnlySpan<byte> Content => "\"content\":\""u8;

    // OpenAI fills up its events with it, so that their length tells nothing.
    private static ReadOnlySpan<byte> Obfuscation => "\"obfuscation\":\""u8;

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
    public override EventText? TextOf(ReadOnlySpan<byte> data)
    {
        var start = data.IndexOf(Delta);
        if (start < 0)
        {
            return null;
        }

        start += Delta.Length;
        start += data[start..].StartsWith(Role) ? Role.Length : 0;
        if (!data[start..].StartsWith(Content))
        {
            return null;
        }

        start += Content.Length;
        var length = EventText.EndIn(data[start..]);
        if (length < 0)
        {
            return null;
        }

        var behind = data[(start + length)..];
        if (!IsOver(behind))
        {
            return null;
        }

        var padding = behind.IndexOf(Obfuscation);
        return new EventText(
            start, start + length, padding < 0 ? data.Length : start + length + padding + Obfuscation.Length);
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

    // No other text in the delta, and no other delta.
    private static bool IsOver(ReadOnlySpan<byte> behind) =>
        behind.IndexOf((byte)'}') is var end and >= 0
        && behind[..end].IndexOf(":\""u8) < 0 && behind[..end].IndexOfAny((byte)' ', (byte)'{', (byte)'[') < 0
        && behind.IndexOf("\"delta\""u8) < 0;
}
