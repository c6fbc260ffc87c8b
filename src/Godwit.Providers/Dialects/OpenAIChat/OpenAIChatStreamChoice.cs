using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>One choice of a stream: which of its parts are open, and which come next.</summary>
internal sealed class OpenAIChatStreamChoice(int index)
{
    private readonly OpenAIChatStreamCalls calls = new(index);
    private readonly OpenAIChatStreamSound sound = new();
    private Kind open;
    private int openPart;
    private int parts;
    private bool finished;
    private bool wordsApart;

    private enum Kind
    {
        None,
        Text,
        Reasoning,
        Refusal,
    }

    public int Index => index;

    /// <summary>The provider has said why it stopped.</summary>
    public bool Finished => finished;

    /// <summary>The finish reason means that the provider failed.</summary>
    public AnswerError? Failure { get; private set; }

    /// <summary>Reads what a chunk says of this choice.</summary>
    public void Read(JsonElement item, string? answerId, List<AnswerEvent> events)
    {
        if (finished)
        {
            return;
        }

        // MiniMax's last chunk repeats the whole as a message, which counts only when nothing came before.
        if ((item.At("delta"u8) ?? (parts == 0 ? item.At("message"u8) : null)) is { } delta)
        {
            ReadReasoning(delta, events);
            ReadContent(delta.At("content"u8), events);
            Say(Kind.Refusal, delta.TextAt("refusal"u8), events);
            ReadImages(delta, events);
            sound.Read(delta.At("audio"u8));
            if (OpenAIChatStreamCalls.Bears(delta))
            {
                CloseOpen(events);
                calls.Read(delta, answerId, ref parts, events);
            }

            Cite(OpenAIChatCitations.Read(delta.At("annotations"u8)), events);
        }

        if (item.WholeAt("logprobs"u8) is { } logprobs)
        {
            events.Add(new LogprobsReported(index, logprobs.Clone()));
        }

        Finish(item.TextAt("finish_reason"u8), events);
    }

    /// <summary>Takes the text of a chunk that has nothing else.</summary>
    public void Say(string text, List<AnswerEvent> events)
    {
        if (!finished)
        {
            Say(Kind.Text, text, events);
        }
    }

    /// <summary>Ends a choice whose end the provider did not say, though it said that the stream is over.</summary>
    public void FinishUnsaid(List<AnswerEvent> events)
    {
        if (!finished)
        {
            End(calls.Any ? FinishReason.ToolCalls : FinishReason.Stop, null, events);
        }
    }

    /// <summary>Adds citations to the text that is open.</summary>
    public void Cite(List<Citation>? citations, List<AnswerEvent> events)
    {
        foreach (var citation in open == Kind.Text ? citations ?? [] : [])
        {
            events.Add(new PartCited(index, openPart, citation));
        }
    }

    private void Finish(string? word, List<AnswerEvent> events)
    {
        switch (OpenAIChatFinish.Read(word, calls.Any))
        {
            case null:
                break;
            case FinishReason.Error:
                Failure = OpenAIChatFinish.Error(word);
                break;
            case { } reason:
                End(reason, word, events);
                break;
        }
    }

    private void End(FinishReason reason, string? word, List<AnswerEvent> events)
    {
        CloseOpen(events);
        calls.Close(ref parts, events);
        if (sound.Whole is { } whole)
        {
            AddWhole(whole, events);
        }

        finished = true;
        events.Add(new ChoiceFinished(index, reason, word));
    }

    private void ReadReasoning(JsonElement delta, List<AnswerEvent> events)
    {
        var words = delta.TextAt("reasoning_content"u8) ?? delta.TextAt("reasoning"u8);
        Say(Kind.Reasoning, words, events);
        wordsApart |= !string.IsNullOrEmpty(words);
        foreach (var item in delta.ItemsAt("reasoning_details"u8))
        {
            if (ReasoningDetails.One(item, "", Dialect.OpenAIChat) is not { } detail)
            {
                continue;
            }

            // Where both are sent the details only repeat the words.
            if (!wordsApart)
            {
                Say(Kind.Reasoning, detail.Text, events);
            }

            if (detail.Seal is { } seal)
            {
                Open(Kind.Reasoning, events);
                events.Add(new PartSealed(index, openPart, seal));
            }
        }
    }

    private void ReadContent(JsonElement? content, List<AnswerEvent> events)
    {
        if (content is { ValueKind: JsonValueKind.String } text)
        {
            Say(Kind.Text, text.Text(), events);
            return;
        }

        if (content is not { ValueKind: JsonValueKind.Array })
        {
            return;
        }

        var pieces = new List<Part>();
        OpenAIChatAnswerReader.AddContent(content, pieces);
        foreach (var piece in pieces)
        {
            switch (piece)
            {
                case TextPart words:
                    Say(Kind.Text, words.Text, events);
                    break;
                case ReasoningPart words:
                    Say(Kind.Reasoning, words.Text, events);
                    break;
                default:
                    AddWhole(piece, events);
                    break;
            }
        }
    }

    private void ReadImages(JsonElement delta, List<AnswerEvent> events)
    {
        foreach (var image in delta.ItemsAt("images"u8))
        {
            if (OpenAIChatAnswerReader.Image(image.At("image_url"u8) ?? image) is { } picture)
            {
                AddWhole(picture, events);
            }
        }
    }

    private void AddWhole(Part part, List<AnswerEvent> events)
    {
        CloseOpen(events);
        events.Add(new PartStarted(index, parts, part));
        events.Add(new PartEnded(index, parts++));
    }

    private void Say(Kind kind, string? words, List<AnswerEvent> events)
    {
        if (string.IsNullOrEmpty(words))
        {
            return;
        }

        Open(kind, events);
        events.Add(new PartDelta(index, openPart, words));
    }

    private void Open(Kind kind, List<AnswerEvent> events)
    {
        if (open == kind)
        {
            return;
        }

        CloseOpen(events);
        open = kind;
        openPart = parts++;
        Part empty = kind switch
        {
            Kind.Text => new TextPart(""),
            Kind.Reasoning => new ReasoningPart(),
            _ => new RefusalPart(""),
        };
        events.Add(new PartStarted(index, openPart, empty));
    }

    private void CloseOpen(List<AnswerEvent> events)
    {
        if (open != Kind.None)
        {
            open = Kind.None;
            events.Add(new PartEnded(index, openPart));
        }
    }
}
