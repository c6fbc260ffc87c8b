using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Reads a stream of chunks.</summary>
internal sealed class OpenAIChatStreamReader : SseStreamReader
{
    // More are never asked for; a hostile provider must not make lists without end.
    private const int MostChoices = 128;
    private readonly List<OpenAIChatStreamChoice> choices = [];
    private bool started;
    private string? id;

    /// <inheritdoc/>
    protected override void ReadEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, List<AnswerEvent> events)
    {
        if (data[0] == '[' && data.TrimEnd((byte)' ').SequenceEqual("[DONE]"u8))
        {
            foreach (var choice in choices)
            {
                choice.FinishUnsaid(events);
            }

            if (started)
            {
                End(events);
            }

            return;
        }

        if (name.IsEmpty && OpenAIChatTextChunk.TryRead(data, names: !started || id is null, out var text)
            && text.Choice < MostChoices)
        {
            Start(text.Id, text.Model, events);
            Find(text.Choice)?.Say(text.Text, events);
            return;
        }

        var json = new Utf8JsonReader(data);
        using var document = JsonDocument.ParseValue(ref json);
        ReadChunk(name, data, document.RootElement, events);
    }

    /// <inheritdoc/>
    protected override void AtEnd(List<AnswerEvent> events)
    {
        // Some providers close the connection without [DONE]; what has finished is whole.
        if (choices.Count > 0 && choices.TrueForAll(choice => choice.Finished))
        {
            End(events);
        }
    }

    private void ReadChunk(
        ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, JsonElement chunk, List<AnswerEvent> events)
    {
        if (FindError(name, data, chunk) is { } error)
        {
            Fail(error, events);
            return;
        }

        id ??= chunk.TextAt("id"u8);
        var usage = OpenAIChatUsage.Read(chunk.At("usage"u8));
        var list = chunk.ItemsAt("choices"u8);
        if (!started && (usage is not null || list.MoveNext()))
        {
            // Not before: Azure's first chunk bears its filters alone, without model and choices.
            Start(id, chunk.TextAt("model"u8), events);
        }

        list.Reset();
        var position = 0;
        while (list.MoveNext())
        {
            var item = list.Current;
            if (item.ValueKind != JsonValueKind.Object || Find(IndexOf(item, position++)) is not { } choice)
            {
                continue;
            }

            choice.Read(item, id, events);
            usage ??= OpenAIChatUsage.Read(item.At("usage"u8));
            if (choice.Failure is { } failure)
            {
                Fail(failure, events);
                return;
            }
        }

        CiteFirst(chunk, events);
        if (usage is { } figures)
        {
            events.Add(new UsageReported(figures));
        }
    }

    private void CiteFirst(JsonElement chunk, List<AnswerEvent> events)
    {
        if (choices.Count > 0 && (chunk.At("citations"u8) ?? chunk.At("web_search"u8)) is { } list)
        {
            choices[0].Cite(OpenAIChatCitations.Read(list), events);
        }
    }

    private static AnswerError? FindError(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, JsonElement chunk)
    {
        var bare = chunk.At("choices"u8) is null && chunk.At("usage"u8) is null;
        if (!bare && !name.SequenceEqual("error"u8) && chunk.At("error"u8) is null && chunk.At("base_resp"u8) is null)
        {
            return null;
        }

        return ErrorBody.Read(data) is { } error ? new AnswerError(error.Code, error.Type, error.Message) : null;
    }

    private static int IndexOf(JsonElement item, int position) =>
        item.CountAt("index"u8) is { } said and < MostChoices ? (int)said : position;

    private void Start(string? answer, string? model, List<AnswerEvent> events)
    {
        id ??= answer;
        if (!started)
        {
            started = true;
            events.Add(new AnswerStarted(id, model is { Length: > 0 } ? model : null));
        }
    }

    private OpenAIChatStreamChoice? Find(int index)
    {
        foreach (var choice in choices)
        {
            if (choice.Index == index)
            {
                return choice;
            }
        }

        if (choices.Count >= MostChoices)
        {
            return null;
        }

        choices.Add(new OpenAIChatStreamChoice(index));
        return choices[^1];
    }
}
