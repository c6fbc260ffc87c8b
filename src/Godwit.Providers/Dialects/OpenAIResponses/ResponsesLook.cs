using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;
using Godwit.Providers.Tokens;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>What a tap looks for in answers of this dialect.</summary>
public sealed class ResponsesLook : AnswerLook
{
    // Places: items of the output, their types, the action of one, its type.
    private const int Items = 1;
    private const int ItemType = 2;
    private const int Action = 3;
    private const int ActionType = 4;

    private ResponsesLook()
    {
    }

    /// <summary>The only one.</summary>
    public static ResponsesLook Instance { get; } = new();

    /// <inheritdoc/>
    public override bool IsEnd(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        var type = TypeOf(eventName, data);
        return type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8)
            || type.SequenceEqual("response.failed"u8) || type.SequenceEqual("response.cancelled"u8);
    }

    /// <inheritdoc/>
    public override bool IsWorthParsing(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data) =>
        IsEnd(eventName, data) || TypeOf(eventName, data).SequenceEqual("error"u8);

    /// <inheritdoc/>
    public override bool ReadEvent(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        if (data[0] == '[')
        {
            return false;
        }

        var type = TypeOf(eventName, data);
        if (type.EndsWith(".delta"u8) || type.StartsWith("response.output_item."u8))
        {
            answer.ContentSeen = true;
        }

        if (!type.StartsWith("response."u8) || IsEnd(eventName, data) || type.SequenceEqual("response.created"u8))
        {
            ReadWhole(type, data, answer);
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Measure(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, OutputMeter output)
    {
        var type = TypeOf(eventName, data);
        if (type.EndsWith(".delta"u8) && !type.StartsWith("response.audio.delta"u8))
        {
            OutputText.Measure(data, "\"delta\""u8, output);
        }
    }

    /// <inheritdoc/>
    public override int Place(int within, ReadOnlySpan<byte> name) => within switch
    {
        0 when name.SequenceEqual("output"u8) => Items,
        Items when name.SequenceEqual("type"u8) => ItemType,
        Items when name.SequenceEqual("action"u8) => Action,
        Action when name.SequenceEqual("type"u8) => ActionType,
        _ => 0,
    };

    /// <inheritdoc/>
    public override bool IsList(int place) => place == Items;

    /// <inheritdoc/>
    public override void TakeText(int place, ReadOnlySpan<byte> text, long length, TappedAnswer answer)
    {
        if (place == ItemType)
        {
            answer.Item = answer.Item with { Tool = ResponsesTools.ToolOf(text) };
        }
        else if (place == ActionType)
        {
            answer.Item = answer.Item with { IsFree = ResponsesTools.OpensPage(text) };
        }
    }

    /// <inheritdoc/>
    public override void EndItem(TappedAnswer answer)
    {
        if (answer.Item is { Tool: { } tool, IsFree: false })
        {
            answer.ServerTools = ServerToolCounts.Add(answer.ServerTools, tool, 1);
        }

        answer.Item = default;
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
    public override TokenUsage? ReadUsage(ref Utf8JsonReader json)
    {
        using var document = JsonDocument.ParseValue(ref json);
        return ResponsesUsage.Read(document.RootElement);
    }

    private static void ReadWhole(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data, TappedAnswer answer)
    {
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = 128 });
        using var document = JsonDocument.ParseValue(ref reader);
        var holder = document.RootElement.At("response"u8) ?? document.RootElement;
        answer.Usage = ResponsesUsage.OfResponse(holder) ?? answer.Usage;
        if (holder.At("model"u8) is { } model)
        {
            var json = ReaderOn(model);
            answer.TakeModel(ref json);
        }

        if (ResponsesAnswerReader.ErrorOf(holder) is { } error)
        {
            answer.Error = new ErrorBody(error.Code, error.Type, null, error.Message);
        }
        else if (type.SequenceEqual("error"u8))
        {
            answer.Error = ErrorBody.Read(data);
        }

        var status = type.SequenceEqual("response.incomplete"u8)
            ? holder.At("incomplete_details"u8)?.At("reason"u8) : null;
        if ((status ?? (type.StartsWith("response.c"u8) ? holder.At("status"u8) : null)) is { } reason
            && !reason.ValueEquals("in_progress"u8) && !reason.ValueEquals("queued"u8))
        {
            var json = ReaderOn(reason);
            answer.TakeFinishReason(ref json);
        }
    }

    private static Utf8JsonReader ReaderOn(JsonElement value)
    {
        var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(value));
        json.Read();
        return json;
    }

    /// <summary>The event's type: its name, or where there is none, the first <c>type</c> in its data.</summary>
    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data)
    {
        if (eventName.Length > 0)
        {
            return eventName;
        }

        var at = data.IndexOf("\"type\""u8);
        if (at < 0)
        {
            return default;
        }

        var rest = data[(at + 6)..].TrimStart(": \t"u8);
        var end = rest.Length > 0 && rest[0] == '"' ? rest[1..].IndexOf((byte)'"') : -1;
        return end < 0 ? default : rest[1..(end + 1)];
    }
}
