using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>Reads one candidate of an answer, piece by piece.</summary>
internal sealed class GeminiChoice(int index, string? answerId)
{
    // The answer's text, for places that are counted in it. The pieces are the events' own.
    private readonly List<string> texts = [];
    private int next;
    private bool open;
    private bool openIsThought;

    // Of the words that are open: written after them, as citations of them may still come.
    private ReasoningSeal? sealOfText;
    private int calls;

    public int Index => index;

    /// <summary>Gemini's word for why it ended; null as long as it has not.</summary>
    public string? Finish { get; private set; }

    public void Read(JsonElement candidate, List<AnswerEvent> events)
    {
        if (candidate.At("content"u8) is { } content)
        {
            foreach (var part in content.ItemsAt("parts"u8))
            {
                ReadPart(part, events);
            }
        }

        if (GeminiGroundingReader.IsIn(candidate))
        {
            Cite(candidate, events);
        }

        if (candidate.At("logprobsResult"u8) is { } result && GeminiLogprobs.Read(result) is { } logprobs)
        {
            events.Add(new LogprobsReported(index, logprobs));
        }

        // Some models have written it on every piece; the last counts.
        if (candidate.TextAt("finishReason"u8) is { } finish and not "FINISH_REASON_UNSPECIFIED")
        {
            Finish = finish;
        }
    }

    /// <summary>Nothing follows.</summary>
    public void End(List<AnswerEvent> events)
    {
        Close(events);
        if (Finish is not null)
        {
            events.Add(new ChoiceFinished(index, GeminiFinish.Read(Finish, calls > 0), Finish));
        }
    }

    private void Cite(JsonElement candidate, List<AnswerEvent> events)
    {
        foreach (var citation in GeminiGroundingReader.Read(candidate, () => string.Concat(texts)))
        {
            if (!open || openIsThought)
            {
                Open(thought: false, events);
            }

            events.Add(new PartCited(index, next, citation));
        }
    }

    private void ReadPart(JsonElement part, List<AnswerEvent> events)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var seal = part.TextAt("thoughtSignature"u8) is { Length: > 0 } signature
            ? new ReasoningSeal(Dialect.GeminiGenerateContent, signature) : null;
        if (part.At("functionCall"u8) is { ValueKind: JsonValueKind.Object } call)
        {
            ReadCall(call, seal, events);
        }
        else if (part.At("text"u8) is not null)
        {
            ReadText(part, seal, events);
        }
        else if (part.At("inlineData"u8) is { } inline)
        {
            AddWhole(Media(inline), events);
            AddSeal(seal, events);
        }
        else if (TypeOf(part) is { } type)
        {
            AddWhole(new ForeignPart(Dialect.GeminiGenerateContent, type, part.Clone()), events);
        }
    }

    private void ReadText(JsonElement part, ReasoningSeal? seal, List<AnswerEvent> events)
    {
        var text = part.TextAt("text"u8) ?? "";
        var thought = part.FlagAt("thought"u8);
        if (text.Length > 0)
        {
            Open(thought, events);
            events.Add(new PartDelta(index, next, text));
            if (!thought)
            {
                texts.Add(text);
            }
        }

        if (seal is null)
        {
            return;
        }

        if (thought && open && openIsThought)
        {
            events.Add(new PartSealed(index, next, seal));
            Close(events);
        }
        else if (open && !openIsThought)
        {
            sealOfText = seal;
        }
        else
        {
            AddSeal(seal, events);
        }
    }

    private void ReadCall(JsonElement call, ReasoningSeal? seal, List<AnswerEvent> events)
    {
        Close(events);
        var id = call.TextAt("id"u8) is { Length: > 0 } own ? own : GeminiIds.Make(answerId, calls);
        calls++;
        events.Add(new PartStarted(index, next, new ToolCallPart(id, call.TextAt("name"u8) ?? "", "") { Seal = seal }));
        var arguments = call.At("args"u8) is { ValueKind: JsonValueKind.Object } args ? args.GetRawText() : "{}";
        events.Add(new PartDelta(index, next, arguments));
        if (seal is not null)
        {
            events.Add(new PartSealed(index, next, seal));
        }

        events.Add(new PartEnded(index, next++));
    }

    // A signature that stands on words or a picture: reasoning without words of its own.
    private void AddSeal(ReasoningSeal? seal, List<AnswerEvent> events)
    {
        if (seal is null)
        {
            return;
        }

        Close(events);
        events.Add(new PartStarted(index, next, new ReasoningPart()));
        events.Add(new PartSealed(index, next, seal));
        events.Add(new PartEnded(index, next++));
    }

    private void AddWhole(Part part, List<AnswerEvent> events)
    {
        Close(events);
        events.Add(new PartStarted(index, next, part));
        events.Add(new PartEnded(index, next++));
    }

    private void Open(bool thought, List<AnswerEvent> events)
    {
        if (open && openIsThought == thought && sealOfText is null)
        {
            return;
        }

        Close(events);
        (open, openIsThought) = (true, thought);
        events.Add(new PartStarted(index, next, thought ? new ReasoningPart() : new TextPart("")));
    }

    private void Close(List<AnswerEvent> events)
    {
        if (open)
        {
            events.Add(new PartEnded(index, next++));
            open = false;
            var seal = sealOfText;
            sealOfText = null;
            AddSeal(seal, events);
        }
    }

    private static MediaPart Media(JsonElement inline)
    {
        var type = inline.TextAt("mimeType"u8);
        var data = System.Text.Encoding.UTF8.GetBytes(inline.TextAt("data"u8) ?? "");
        var source = new MediaSource { MediaType = type, Base64 = GeminiBase64.Usual(data) };
        return new MediaPart(GeminiMediaReader.KindOf(type), source);
    }

    private static string? TypeOf(JsonElement part)
    {
        foreach (var member in part.EnumerateObject())
        {
            if (GeminiJson.NameOf(member) is var name and not ("thought" or "thoughtSignature" or ""))
            {
                return name;
            }
        }

        return null;
    }
}
