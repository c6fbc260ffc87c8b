using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Writes streams. The dialect has one block at a time; of parts that are open together, the first goes on and the
/// others are kept until it ends. Text and thinking give way to what begins after them, and go on in a further block.
/// </summary>
internal sealed class AnthropicStreamWriter(AnswerContext context) : IStreamWriter
{
    private readonly List<AnthropicShownBlock> blocks = [];
    private readonly AnthropicShown shown = new(context);
    private readonly AnthropicBlockEvents events = new(context);
    private TokenUsage? usage;
    private ChoiceFinished? finish;
    private bool started;

    /// <inheritdoc/>
    public void Write(AnswerEvent answerEvent, IBufferWriter<byte> output)
    {
        events.Output = output;
        switch (answerEvent)
        {
            case AnswerStarted start:
                Start(start.Id);
                break;
            case KeptAlive:
                output.Write("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8);
                break;
            case UsageReported reported:
                usage = reported.Usage;
                break;
            case AnswerFailed failed:
                SseText.Write(output, "error"u8, failed.Error, WriteFailure);
                break;
            case AnswerEnded:
                End(output);
                break;
            default:
                WriteOfChoice(answerEvent);
                break;
        }
    }

    private void WriteOfChoice(AnswerEvent answerEvent)
    {
        switch (answerEvent)
        {
            case PartStarted { Choice: 0 } start:
                Begin(start);
                break;
            case PartStarted { Choice: var choice }:
                context.Losses.Drop(AnthropicAnswerWriter.Path(choice), "Anthropic's answers have one choice.");
                break;
            case PartDelta { Choice: 0 } delta when Find(delta.Index) is { } block:
                block.Append(delta.Text);
                Move();
                break;
            case PartSealed { Choice: 0 } seal when Find(seal.Index) is { } block:
                block.Seal = seal.Seal;
                break;
            case PartCited { Choice: 0 } cited when Find(cited.Index) is { } block:
                if (AnthropicCitations.CanSay(cited.Citation, context.Provider))
                {
                    block.Cite(cited.Citation);
                    Move();
                }
                else
                {
                    context.Losses.Drop(
                        AnthropicAnswerWriter.Path(0), "Anthropic has no citation without a page or a document.");
                }

                break;
            case PartEnded { Choice: 0 } end when Find(end.Index) is { } block:
                block.Ended = true;
                Move();
                break;
            case LogprobsReported logprobs:
                context.Losses.Drop(
                    AnthropicAnswerWriter.Path(logprobs.Choice) + ".logprobs", "Anthropic tells no probabilities.");
                break;
            case ChoiceFinished { Choice: 0 } finished:
                finish = finished;
                break;
        }
    }

    private void Start(string? id)
    {
        if (started)
        {
            return;
        }

        started = true;
        var json = events.BeginEvent("message_start"u8);
        json.WriteStartObject("message"u8);
        AnthropicAnswerWriter.WriteHead(json, id, context);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        json.WriteNull("stop_sequence"u8);
        AnthropicUsage.Write(json, null, null);
        json.WriteEndObject();
        events.EndEvent(json);
    }

    private void Begin(PartStarted start)
    {
        var part = shown.Take(start.Part);
        if (blocks is [{ GivesWay: true } first, ..])
        {
            events.Park(first);
            blocks.RemoveAt(0);
            blocks.Add(first);
        }

        blocks.Insert(FirstParked(), new AnthropicShownBlock(start.Index, part) { HidesText = Hides(part) });
        Move();
    }

    // What gave way stands behind everything that can't.
    private int FirstParked()
    {
        var at = blocks.FindIndex(block => block.GivesWay);
        return at < 0 ? blocks.Count : at;
    }

    private bool Hides(Part part) => part is ReasoningPart && shown.HidesThinking;

    /// <summary>Writes what the first block has, and those behind it once it has ended.</summary>
    private void Move()
    {
        while (blocks is [var first, ..])
        {
            events.Write(first);
            if (first.Ended)
            {
                events.End(first);
                blocks.RemoveAt(0);
            }
            else
            {
                return;
            }
        }
    }

    private void End(IBufferWriter<byte> output)
    {
        foreach (var block in blocks)
        {
            block.Ended = true;
        }

        Move();
        var reason = AnthropicStopReasons.Write(
            finish?.Reason ?? FinishReason.Stop, finish?.StopSequence, shown.Calls, shown.Refused);
        var json = events.BeginEvent("message_delta"u8);
        json.WriteStartObject("delta"u8);
        json.WriteString("stop_reason"u8, reason);
        json.WriteString("stop_sequence"u8, finish?.StopSequence);
        json.WriteEndObject();
        AnthropicUsage.Write(json, usage, null);
        events.EndEvent(json);
        output.Write("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
    }

    private AnthropicShownBlock? Find(int index)
    {
        foreach (var block in blocks)
        {
            if (block.Index == index)
            {
                return block;
            }
        }

        return null;
    }

    private static void WriteFailure(Utf8JsonWriter json, AnswerError error)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString(
            "type"u8, AnthropicErrors.Known(error.Type) ?? AnthropicErrors.Known(error.Code) ?? "api_error");
        json.WriteString("message"u8, error.Message);
        if (error.Code is { } code)
        {
            json.WriteString("code"u8, code);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
