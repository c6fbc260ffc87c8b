using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes a streamed response.</summary>
internal sealed partial class ResponsesStreamWriter(AnswerContext context) : IStreamWriter
{
    private readonly StreamJson stream = new();
    private readonly List<ResponsesOutputItem> items = [];
    private readonly Dictionary<int, (ResponsesOutputItem Item, ResponsesPiece Piece)> open = [];
    private readonly List<JsonElement> logprobs = [];
    private ResponsesOutputItem? message;
    private int sequence;
    private bool refused;
    private ChoiceFinished? finished;
    private ResponsesEnding soFar = new("in_progress");

    /// <summary>Writes the response object as it is by now.</summary>
    public void WriteWhole(IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        ResponsesObject.Write(json, context, soFar, items);
    }

    /// <inheritdoc/>
    public void Write(AnswerEvent answerEvent, IBufferWriter<byte> output)
    {
        switch (answerEvent)
        {
            case AnswerStarted:
                WriteResponse("response.created"u8, soFar, output);
                WriteResponse("response.in_progress"u8, soFar, output);
                break;
            case PartStarted { Choice: 0 } started:
                Start(started, output);
                break;
            case PartDelta { Choice: 0 } delta when open.TryGetValue(delta.Index, out var at):
                at.Piece.Text.Append(delta.Text);
                WriteDelta(at.Item, at.Piece, delta.Text, output);
                break;
            case PartSealed { Choice: 0 } seal when open.TryGetValue(seal.Index, out var at):
                at.Piece.Seal = seal.Seal;
                break;
            case PartCited { Choice: 0 } cited when open.TryGetValue(cited.Index, out var at):
                at.Piece.Citations.Add(cited.Citation);
                WriteAnnotation(at.Item, at.Piece, cited.Citation, output);
                break;
            case PartEnded { Choice: 0 } ended when open.Remove(ended.Index, out var at):
                End(at.Item, at.Piece, output);
                break;
            case LogprobsReported { Choice: 0 } reported:
                logprobs.Add(reported.Logprobs);
                break;
            case ChoiceFinished { Choice: 0 } done:
                finished = done;
                break;
            case UsageReported usage:
                soFar = soFar with { Usage = usage.Usage };
                break;
            case AnswerEnded:
                Finish(null, output);
                break;
            case AnswerFailed failed:
                Finish(failed.Error, output);
                break;
            case KeptAlive:
                output.Write(": keep-alive\n\n"u8);
                break;
        }
    }

    private void Start(PartStarted started, IBufferWriter<byte> output)
    {
        var part = started.Part;
        if (!ResponsesAnswerWriter.CanSay(part, context))
        {
            return;
        }

        var spoken = ResponsesOutputItem.IsSpoken(part);
        if (!spoken)
        {
            EndMessage(output, unlessOpen: true);
        }

        ResponsesOutputItem item;
        ResponsesPiece piece;
        if (spoken && message is not null)
        {
            item = message;
            piece = item.AddPiece(part);
        }
        else
        {
            item = new ResponsesOutputItem(context, items.Count, part);
            piece = item.Pieces[0];
            items.Add(item);
            message = item.IsMessage ? item : message;
            WriteItem("response.output_item.added"u8, item, begun: part is not ForeignPart, output);
        }

        refused |= part is RefusalPart;
        open[started.Index] = (item, piece);
        if (spoken)
        {
            WriteContentPart("response.content_part.added"u8, item, piece, begun: true, output);
        }
    }

    private void End(ResponsesOutputItem item, ResponsesPiece piece, IBufferWriter<byte> output)
    {
        piece.Ended = true;
        if (item.IsMessage && piece.Index == 0 && logprobs.Count > 0)
        {
            item.Logprobs = LogprobsJson.Join(logprobs).At("content"u8);
        }

        WriteWhole(item, piece, output);
        if (!item.IsMessage)
        {
            EndItem(item, output);
        }
        else if (item != message)
        {
            EndMessageItem(item, output);
        }
    }

    // A message goes on as long as nothing else begins; one whose part is still open ends with that part.
    private void EndMessage(IBufferWriter<byte> output, bool unlessOpen)
    {
        if (message is not { } item)
        {
            return;
        }

        message = null;
        if (!unlessOpen || item.Pieces.TrueForAll(piece => piece.Ended))
        {
            EndMessageItem(item, output);
        }
    }

    private void EndMessageItem(ResponsesOutputItem item, IBufferWriter<byte> output)
    {
        if (!item.Done && item.Pieces.TrueForAll(piece => piece.Ended))
        {
            EndItem(item, output);
        }
    }

    private void EndItem(ResponsesOutputItem item, IBufferWriter<byte> output)
    {
        item.Done = true;
        WriteItem("response.output_item.done"u8, item, begun: false, output);
    }

    private void Finish(AnswerError? error, IBufferWriter<byte> output)
    {
        if (error is null)
        {
            foreach (var (item, piece) in open.Values.ToArray())
            {
                End(item, piece, output);
            }

            EndMessage(output, unlessOpen: false);
        }

        open.Clear();
        var ending = soFar = ResponsesEnding.Of(finished?.Reason, refused, error) with { Usage = soFar.Usage };
        if (error is not null)
        {
            // OpenAI's libraries raise it, and pass a response that failed on like one that is whole; others know
            // that alone.
            var code = error.Code ?? error.Type ?? "server_error";
            ResponsesErrors.WriteEvent(
                new ClientError(500, error.Type ?? "server_error", code, null, error.Message), sequence++, output);
        }

        WriteResponse(
            ending.Status switch
            {
                "completed" => "response.completed"u8,
                "incomplete" => "response.incomplete"u8,
                _ => "response.failed"u8,
            },
            ending,
            output);
    }
}
