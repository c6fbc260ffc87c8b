using System.Buffers;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Writes streamGenerateContent: one answer per piece, as events or as the items of one list. Calls go out whole, and
/// endings with the usage in the last piece. Every piece has a candidate with a part, because Google's own libraries
/// take one without for a broken answer.
/// </summary>
internal sealed class GeminiStreamWriter(AnswerContext context) : IStreamWriter
{
    private readonly GeminiPieces pieces = new(context);
    private readonly List<GeminiOpenPart> open = [];
    private readonly SortedDictionary<int, ChoiceFinished> finished = [];
    private readonly Dictionary<int, GeminiGroundingWriter> groundings = [];
    private TokenUsage? usage;

    public void Write(AnswerEvent answerEvent, IBufferWriter<byte> output)
    {
        switch (answerEvent)
        {
            case AnswerStarted started:
                pieces.AnswerId = started.Id;
                break;
            case PartStarted started:
                Start(started, output);
                break;
            case PartDelta delta:
                WriteDelta(delta, output);
                break;
            case PartSealed seal:
                Seal(seal, output);
                break;
            case PartCited cited:
                GroundingOf(cited.Choice).Add(cited.Citation);
                break;
            case PartEnded ended:
                End(ended, output);
                break;
            case LogprobsReported reported:
                pieces.Write(output, reported.Choice, 0, GeminiPieces.WriteNothing, reported.Logprobs);
                break;
            case ChoiceFinished choice:
                finished[choice.Choice] = choice;
                break;
            case UsageReported reported:
                usage = reported.Usage;
                break;
            case KeptAlive:
                // An empty line: Google's Python library reads a comment as the beginning of an error.
                output.Write("\n"u8);
                break;
            case AnswerEnded:
                WriteLast(output);
                break;
            case AnswerFailed failed:
                WriteFailure(failed.Error, output);
                break;
        }
    }

    private void Start(PartStarted started, IBufferWriter<byte> output)
    {
        var part = new GeminiOpenPart(started.Choice, started.Index, started.Part);
        open.Add(part);
        switch (started.Part)
        {
            case TextPart text:
                GroundingOf(started.Choice).BeginText();
                WriteWords(started.Choice, text.Text, part, output);
                break;
            case RefusalPart refusal:
                GeminiParts.NoteRefusal(context.Losses);
                WriteWords(started.Choice, refusal.Text, part, output);
                break;
            case ReasoningPart reasoning:
                WriteWords(started.Choice, reasoning.Text, part, output);
                break;
            case ToolCallPart:
                break;
            case ForeignPart { Dialect: not Policy.Catalog.Dialect.GeminiGenerateContent } foreign:
                GeminiParts.NoteForeign(foreign, context.Losses);
                break;
            default:
                pieces.Write(output, started.Choice, started.Part, (json, whole) =>
                    GeminiParts.Write(json, whole, context.Losses));
                break;
        }
    }

    private void WriteDelta(PartDelta delta, IBufferWriter<byte> output)
    {
        if (Find(delta.Choice, delta.Index) is not { } part)
        {
            return;
        }

        if (part.Part is ToolCallPart)
        {
            part.Arguments.Append(delta.Text);
        }
        else
        {
            WriteWords(delta.Choice, delta.Text, part, output);
        }
    }

    private void WriteWords(int choice, string words, GeminiOpenPart part, IBufferWriter<byte> output)
    {
        if (words.Length == 0)
        {
            return;
        }

        if (part.Part is TextPart)
        {
            GroundingOf(choice).AddText(words);
        }

        part.HasWords = true;
        if (part.Part is ReasoningPart)
        {
            WriteHeld(part, seal: null, output);
            part.Held = words;
            return;
        }

        pieces.Write(output, choice, words, static (json, piece) => GeminiParts.WriteText(json, piece));
    }

    private void WriteHeld(GeminiOpenPart part, ReasoningSeal? seal, IBufferWriter<byte> output)
    {
        if (part.Held.Length > 0)
        {
            pieces.Write(output, part.Choice, (part.Held, Seal: seal), static (json, piece) =>
                GeminiParts.WriteThought(json, piece.Held, piece.Seal));
            part.Held = "";
        }
    }

    private void Seal(PartSealed seal, IBufferWriter<byte> output)
    {
        if (Find(seal.Choice, seal.Index) is { Part: ToolCallPart } call)
        {
            call.Seal = seal.Seal;
        }
        else if (Find(seal.Choice, seal.Index) is { Held.Length: > 0 } thought)
        {
            WriteHeld(thought, seal.Seal, output);
        }
        else if (Find(seal.Choice, seal.Index) is { } part)
        {
            pieces.Write(output, seal.Choice, (seal.Seal, part.HasWords), static (json, piece) =>
                GeminiParts.WriteSeal(json, piece.Seal, piece.HasWords));
        }
    }

    private void End(PartEnded ended, IBufferWriter<byte> output)
    {
        if (Find(ended.Choice, ended.Index) is not { } part)
        {
            return;
        }

        open.Remove(part);
        WriteHeld(part, seal: null, output);
        if (part.Part is TextPart)
        {
            GroundingOf(ended.Choice).EndText();
        }
        else if (part.Part is ToolCallPart call)
        {
            var whole = call with { Arguments = call.Arguments + part.Arguments, Seal = part.Seal ?? call.Seal };
            pieces.Write(output, ended.Choice, whole, (json, piece) => GeminiParts.Write(json, piece, context.Losses));
        }
    }

    private void WriteLast(IBufferWriter<byte> output)
    {
        var json = pieces.BeginJson(output);
        json.WriteStartObject();
        json.WriteStartArray("candidates"u8);
        foreach (var choice in finished.Values)
        {
            json.WriteStartObject();
            GeminiPieces.WriteContent(json, 0, GeminiPieces.WriteNothing);
            GeminiAnswerWriter.WriteFinish(json, choice.Reason, choice.Raw, context);
            json.WriteNumber("index"u8, choice.Choice);
            groundings.GetValueOrDefault(choice.Choice)?.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (usage is { } tokens)
        {
            GeminiUsage.Write(json, tokens);
        }

        GeminiAnswerWriter.WriteNames(json, pieces.AnswerId, context);
        json.WriteEndObject();
        json.Flush();
        pieces.EndLast(output);
    }

    private void WriteFailure(AnswerError error, IBufferWriter<byte> output)
    {
        pieces.Begin(output);
        GeminiErrors.Write(GeminiErrors.Of(error), output);
        pieces.EndLast(output);
    }

    private GeminiOpenPart? Find(int choice, int index)
    {
        foreach (var part in open)
        {
            if (part.Choice == choice && part.Index == index)
            {
                return part;
            }
        }

        return null;
    }

    private GeminiGroundingWriter GroundingOf(int choice) =>
        groundings.TryGetValue(choice, out var found) ? found : groundings[choice] = new GeminiGroundingWriter();
}
