using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>What a tap looks for in answers of this dialect that are spliced.</summary>
public sealed class AnthropicLook : AnswerLook
{
    private AnthropicLook()
    {
    }

    /// <summary>The only one.</summary>
    public static AnthropicLook Instance { get; } = new();

    /// <inheritdoc/>
    public override bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        eventName.IsEmpty ? data.IndexOf("\"message_stop\""u8) >= 0 : eventName.SequenceEqual("message_stop"u8);

    /// <inheritdoc/>
    public override bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        eventName.IsEmpty
            ? data.IndexOf("\"message_"u8) >= 0 || data.IndexOf("\"error\""u8) >= 0
            : eventName.StartsWith("message_"u8) || eventName.SequenceEqual("error"u8);

    /// <inheritdoc/>
    public override bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        var json = new Utf8JsonReader(data);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            switch (name)
            {
                case var _ when name.SequenceEqual("message"u8) || name.SequenceEqual("delta"u8):
                    ReadInner(ref json, answer);
                    break;
                case var _ when name.SequenceEqual("content_block"u8):
                    ReadBlock(ref json, answer);
                    break;
                case var _ when name.SequenceEqual("usage"u8):
                    answer.Usage = AnthropicUsage.Read(ref json, answer.Usage) ?? answer.Usage;
                    break;
                case var _ when name.SequenceEqual("error"u8):
                    answer.Error = ErrorBody.ReadValue(ref json) ?? answer.Error;
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        // A stream of this dialect has no event that only some clients are to see.
        return false;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, OutputMeter output)
    {
        if (eventName.IsEmpty ? data.IndexOf("\"content_block_delta\""u8) >= 0
            : eventName.SequenceEqual("content_block_delta"u8))
        {
            OutputText.Measure(data, "\"delta\""u8, output);
        }
    }

    /// <inheritdoc/>
    public override TappedMember Member(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("usage"u8) => TappedMember.Usage,
        _ when name.SequenceEqual("model"u8) => TappedMember.Model,
        _ when name.SequenceEqual("error"u8) => TappedMember.Error,
        _ => TappedMember.None,
    };

    /// <inheritdoc/>
    public override TokenUsage? ReadUsage(ref Utf8JsonReader json) => AnthropicUsage.Read(ref json);

    /// <summary>
    /// Reads the message of <c>message_start</c>, or a delta: a text of any name in it, the type apart, is output.
    /// </summary>
    private static void ReadInner(ref Utf8JsonReader json, TappedAnswer answer)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            if (name.SequenceEqual("usage"u8))
            {
                answer.Usage = AnthropicUsage.Read(ref json, answer.Usage) ?? answer.Usage;
            }
            else if (name.SequenceEqual("model"u8))
            {
                answer.TakeModel(ref json);
            }
            else if (name.SequenceEqual("stop_reason"u8))
            {
                answer.TakeFinishReason(ref json);
            }
            else
            {
                answer.ContentSeen |= IsOutput(name, ref json);
                json.Skip();
            }
        }
    }

    private static bool IsOutput(ReadOnlySpan<byte> name, ref Utf8JsonReader json) =>
        json.TokenType == JsonTokenType.String && json.ValueSpan.Length > 0
        && (name.SequenceEqual("text"u8) || name.SequenceEqual("partial_json"u8) || name.SequenceEqual("thinking"u8)
            || name.SequenceEqual("signature"u8));

    // A block of text or thinking begins empty; any other, such as a call, is output by itself.
    private static void ReadBlock(ref Utf8JsonReader json, TappedAnswer answer)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.ValueSpan;
            json.Read();
            answer.ContentSeen |= name.SequenceEqual("type"u8)
                ? !json.ValueTextEquals("text"u8) && !json.ValueTextEquals("thinking"u8)
                : IsOutput(name, ref json);
            json.Skip();
        }
    }
}
