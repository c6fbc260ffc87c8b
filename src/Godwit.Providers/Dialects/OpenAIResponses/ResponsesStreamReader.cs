using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Reads a streamed response.</summary>
internal sealed class ResponsesStreamReader : SseStreamReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128 };

    private readonly ResponsesStreamParts parts = new();
    private bool started;

    /// <inheritdoc/>
    protected override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        // OpenAI sends no end mark on this path; others copy the one of chat.
        if (data[0] == '[')
        {
            return;
        }

        if (!JsonUnicode.IsValid(data))
        {
            throw new JsonException("A text is not valid Unicode.");
        }

        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        using var document = JsonDocument.ParseValue(ref reader);
        var read = document.RootElement;
        var type = read.TextAt("type"u8) ?? System.Text.Encoding.UTF8.GetString(name);
        switch (type)
        {
            case "response.created" or "response.queued" or "response.in_progress":
                Start(read.At("response"u8), events);
                break;
            case "response.completed" or "response.incomplete" or "response.done":
                Finish(read, events);
                break;
            case "response.failed" or "response.cancelled":
                Start(null, events);
                Report(read.At("response"u8) ?? default, events);
                Fail(ResponsesAnswerReader.ErrorOf(read.At("response"u8) ?? default) ?? Unnamed(type), events);
                break;
            case "error":
                Fail(Error(read), events);
                break;
            case "keepalive" or "ping":
                events.Add(KeptAlive.Instance);
                break;
            default:
                Start(null, events);
                parts.Read(type, read, events);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void AtEnd(List<AnswerEvent> events)
    {
        // A response ends with its own event: without it, it broke off.
    }

    private void Start(JsonElement? response, List<AnswerEvent> events)
    {
        if (!started)
        {
            started = true;
            events.Add(new AnswerStarted(response?.TextAt("id"u8), response?.TextAt("model"u8)));
        }
    }

    private void Finish(JsonElement read, List<AnswerEvent> events)
    {
        var response = read.At("response"u8) ?? default;
        Start(response, events);
        parts.Finish(response, events);
        Report(response, events);
        var (reason, raw) = ResponsesAnswerReader.Ending(response, parts.Called);
        events.Add(new ChoiceFinished(0, reason, raw));
        End(events);
    }

    private static void Report(JsonElement response, List<AnswerEvent> events)
    {
        if (ResponsesUsage.OfResponse(response) is { } usage)
        {
            events.Add(new UsageReported(usage));
        }
    }

    // The documentation has the members beside the type, the wire as a rule under "error".
    private static AnswerError Error(JsonElement read) => ResponsesAnswerReader.ErrorOf(read)
        ?? new AnswerError(read.TextAt("code"u8), null, read.TextAt("message"u8) ?? "The provider reported an error.");

    private static AnswerError Unnamed(string type) => new(null, null, $"The provider ended with '{type}'.");
}
