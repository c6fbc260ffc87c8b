using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;

namespace Godwit.Simulator.Responses;

/// <summary>Sends a response as its semantic events.</summary>
internal sealed class ResponsesStream
{
    private readonly Exchange _exchange;
    private readonly AnswerStream _stream;
    private readonly ResponsesEvents _events;
    private readonly List<OutputItem> _done = [];
    private ResponseReply _reply;

    private ResponsesStream(Exchange exchange, AnswerStream stream, ResponseReply reply, int after)
    {
        _exchange = exchange;
        _stream = stream;
        _reply = reply;
        _events = new ResponsesEvents(stream.Events, reply, after);
        exchange.WriteInnerError = FailAsync;
    }

    /// <summary>Sends the events and gives the response as it ended; null when the stream broke off.</summary>
    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="stream">Where the events go.</param>
    /// <param name="reply">The response.</param>
    /// <param name="after">The number of the last event the client has already; -1 for none.</param>
    public static Task<ResponseReply?> SendAsync(
        Exchange exchange, AnswerStream stream, ResponseReply reply, int after = -1) =>
        new ResponsesStream(exchange, stream, reply, after).SendAsync();

    private async Task<ResponseReply?> SendAsync()
    {
        await _events.SendResponseAsync("response.created", _reply, "in_progress", []);
        await _events.SendResponseAsync("response.in_progress", _reply, "in_progress", []);
        await _stream.BeforeFirstAsync();
        StreamTurn turn = StreamTurn.GoOn;
        for (int index = 0; index < _reply.Items.Count && turn == StreamTurn.GoOn; index++)
        {
            turn = await SendItemAsync(index);
        }

        if (turn == StreamTurn.GoOn)
        {
            turn = await _stream.BeforeEndAsync();
        }

        if (turn == StreamTurn.End)
        {
            return null;
        }

        _reply = _reply with { Items = _done, Finish = turn == StreamTurn.Filter ? Finish.Filtered : _reply.Finish };
        if (!_stream.LacksEnd)
        {
            await _events.SendResponseAsync("response." + _reply.Status, _reply, _reply.Status, _done);
        }

        return _reply;
    }

    private async ValueTask<StreamTurn> SendItemAsync(int index)
    {
        OutputItem item = _reply.Items[index];
        await _events.SendItemAsync("response.output_item.added", index, item, begun: true);
        (StreamTurn turn, string sent) = item.Type switch
        {
            "reasoning" => await SendReasoningAsync(index, item),
            "function_call" => await SendArgumentsAsync(index, item),
            _ => await SendMessageAsync(index, item),
        };
        if (turn == StreamTurn.End)
        {
            return turn;
        }

        OutputItem done = turn == StreamTurn.Filter && item.Type != "function_call"
            ? item with { Text = sent, Status = "incomplete" }
            : item.Type == "message" ? item with { Text = sent } : item;
        _done.Add(done);
        await _events.SendItemAsync("response.output_item.done", index, done, begun: false);
        return turn;
    }

    private async ValueTask<(StreamTurn Turn, string Sent)> SendMessageAsync(int index, OutputItem item)
    {
        ResponsesEvents.Place place = new(item.Id, index, "content_index");
        await _events.SendPartAsync("response.content_part.added", place, "output_text", "");
        (StreamTurn turn, string sent) = await SendPiecesAsync("response.output_text", place, item.Text, bend: true);
        if (turn != StreamTurn.End)
        {
            await _events.SendDoneAsync("response.output_text.done", place, "text", sent);
            await _events.SendPartAsync("response.content_part.done", place, "output_text", sent);
        }

        return (turn, sent);
    }

    private async ValueTask<(StreamTurn Turn, string Sent)> SendReasoningAsync(int index, OutputItem item)
    {
        if (item.Text.Length == 0)
        {
            return (StreamTurn.GoOn, "");
        }

        if (item.Open)
        {
            ResponsesEvents.Place open = new(item.Id, index, "content_index");
            (StreamTurn Turn, string Sent) shown = await SendPiecesAsync("response.reasoning_text", open, item.Text);
            if (shown.Turn != StreamTurn.End)
            {
                await _events.SendDoneAsync("response.reasoning_text.done", open, "text", shown.Sent);
            }

            return shown;
        }

        ResponsesEvents.Place place = new(item.Id, index, "summary_index");
        await _events.SendPartAsync("response.reasoning_summary_part.added", place, "summary_text", "");
        (StreamTurn turn, string sent) = await SendPiecesAsync("response.reasoning_summary_text", place, item.Text);
        if (turn != StreamTurn.End)
        {
            await _events.SendDoneAsync("response.reasoning_summary_text.done", place, "text", sent);
            await _events.SendPartAsync("response.reasoning_summary_part.done", place, "summary_text", sent);
        }

        return (turn, sent);
    }

    private async ValueTask<(StreamTurn Turn, string Sent)> SendArgumentsAsync(int index, OutputItem item)
    {
        ResponsesEvents.Place place = new(item.Id, index, null);
        (StreamTurn turn, string sent) = await SendPiecesAsync(
            "response.function_call_arguments", place, item.Call!.Arguments, TokenPieces.TokensPerArgumentPiece);
        if (turn == StreamTurn.GoOn)
        {
            await _events.SendDoneAsync("response.function_call_arguments.done", place, "arguments", sent);
        }

        return (turn, sent);
    }

    private async ValueTask<(StreamTurn Turn, string Sent)> SendPiecesAsync(
        string kind, ResponsesEvents.Place place, string text, int tokens = 1, bool bend = false)
    {
        System.Text.StringBuilder sent = new();
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(text, tokens))
        {
            StreamTurn turn = await _stream.BeforePieceAsync();
            if (turn != StreamTurn.GoOn)
            {
                return (turn, sent.ToString());
            }

            ReadOnlyMemory<char> bent = bend ? _stream.Bend(piece) : piece;
            sent.Append(bent.Span);
            await _events.SendDeltaAsync(kind + ".delta", place, bent);
        }

        return (StreamTurn.GoOn, sent.ToString());
    }

    // A response that has begun fails as a response: the bare error event is for those that have not.
    private ValueTask FailAsync()
    {
        _exchange.WriteInnerError = null;
        return _events.SendResponseAsync("response.failed", _reply, "failed", _done, Refusals.InsideAnswer);
    }
}
