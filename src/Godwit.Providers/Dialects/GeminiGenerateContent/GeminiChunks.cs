using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads the answers of which a stream is made; a plain answer is a stream of one.</summary>
internal sealed class GeminiChunks
{
    // candidateCount allows 8; more is no answer.
    private const int MostChoices = 64;
    private readonly List<GeminiChoice> choices = [];
    private string? id;
    private bool started;
    private string? blocked;
    private SearchQueries? searches;
    private TokenUsage? told;

    /// <summary>Every candidate has ended, or the prompt was refused: what follows is usage at most.</summary>
    public bool IsWhole => choices.Count > 0 ? choices.TrueForAll(choice => choice.Finish is not null)
        : blocked is not null;

    /// <summary>Reads a piece; an error where an answer belongs is returned.</summary>
    public AnswerError? Read(JsonElement chunk, List<AnswerEvent> events)
    {
        // Errors outside of an event stream come in a list.
        if (chunk.ValueKind == JsonValueKind.Array && chunk.GetArrayLength() > 0)
        {
            chunk = chunk[0];
        }

        if (chunk.At("error"u8) is { } error)
        {
            return GeminiErrors.Read(error);
        }

        if (!started)
        {
            started = true;
            id = chunk.TextAt("responseId"u8);
            events.Add(new AnswerStarted(id, chunk.TextAt("modelVersion"u8)));
        }

        foreach (var candidate in chunk.ItemsAt("candidates"u8))
        {
            ChoiceOf(candidate)?.Read(candidate, events);
        }

        if (chunk.At("promptFeedback"u8)?.TextAt("blockReason"u8) is { } reason)
        {
            blocked = reason;
        }

        Report(chunk, events);
        return null;
    }

    // Searches stand beside the usage, and in another piece of a stream perhaps.
    private void Report(JsonElement chunk, List<AnswerEvent> events)
    {
        var changed = false;
        foreach (var candidate in chunk.ItemsAt("candidates"u8))
        {
            foreach (var query in candidate.At("groundingMetadata"u8)?.ItemsAt("webSearchQueries"u8) ?? default)
            {
                changed |= query.ValueKind == JsonValueKind.String
                    && JsonMarshal.GetRawUtf8Value(query)[1..^1] is var text
                    && (searches ??= new()).Add(text, text.Length);
            }
        }

        if (chunk.At("usageMetadata"u8) is { ValueKind: JsonValueKind.Object } usage)
        {
            var json = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage), GeminiJson.Deep);
            json.Read();
            told = GeminiUsage.Read(ref json);
            changed = true;
        }

        if (changed && told is { } tokens)
        {
            events.Add(new UsageReported(
                tokens.With(ServerToolCounts.Of(ServerToolNames.WebSearch, searches?.Count))));
        }
    }

    /// <summary>Ends what is open.</summary>
    public void End(List<AnswerEvent> events)
    {
        foreach (var choice in choices)
        {
            choice.End(events);
        }

        if (choices.Count == 0 && blocked is not null)
        {
            events.Add(new ChoiceFinished(0, FinishReason.ContentFilter, blocked));
        }
    }

    private GeminiChoice? ChoiceOf(JsonElement candidate)
    {
        var index = candidate.CountAt("index"u8) is { } number and < MostChoices ? (int)number : 0;
        foreach (var choice in choices)
        {
            if (choice.Index == index)
            {
                return choice;
            }
        }

        if (candidate.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        choices.Add(new GeminiChoice(index, id));
        return choices[^1];
    }
}
