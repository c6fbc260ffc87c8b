using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Reads streamGenerateContent with <c>alt=sse</c>. It has no end mark: an answer is whole when all candidates have
/// ended and the bytes have.
/// </summary>
internal sealed class GeminiStreamReader : SseStreamReader
{
    private readonly GeminiChunks chunks = new();

    protected override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        var json = new Utf8JsonReader(data, GeminiJson.Deep);
        using var document = JsonDocument.ParseValue(ref json);
        if (chunks.Read(document.RootElement, events) is { } error)
        {
            Fail(error, events);
        }
    }

    protected override void AtEnd(List<AnswerEvent> events)
    {
        if (chunks.IsWhole)
        {
            chunks.End(events);
            End(events);
        }
    }
}
