using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using static Godwit.Simulator.Messages.MessagesEvents;

namespace Godwit.Simulator.Messages;

/// <summary>Sends a reply as Anthropic's named events.</summary>
internal sealed class MessagesStream(AnswerStream stream, MessageReply reply)
{
    private MessageReply _reply = reply;

    public static async Task SendAsync(Exchange exchange, MessageReply reply)
    {
        await using AnswerStream stream = new(exchange);
        await new MessagesStream(stream, reply).SendAsync();
    }

    private async Task SendAsync()
    {
        await stream.Events.SendAsync("message_start", _reply, WriteMessageStart);
        await stream.BeforeFirstAsync();
        for (int index = 0; index < _reply.Blocks.Count; index++)
        {
            StreamTurn turn = await SendBlockAsync(index);
            if (turn == StreamTurn.End)
            {
                return;
            }

            if (turn == StreamTurn.Filter)
            {
                _reply = _reply with { Finish = Finish.Filtered };
                break;
            }
        }

        if (_reply.Finish != Finish.Filtered && await stream.BeforeEndAsync() is var last && last != StreamTurn.GoOn)
        {
            if (last == StreamTurn.End)
            {
                return;
            }

            _reply = _reply with { Finish = Finish.Filtered };
        }

        await stream.Events.SendAsync("message_delta", _reply, WriteMessageDelta);
        if (!stream.LacksEnd)
        {
            await stream.Events.SendAsync("message_stop", "message_stop", WriteBare);
        }
    }

    private async ValueTask<StreamTurn> SendBlockAsync(int index)
    {
        MessageBlock block = _reply.Blocks[index];
        await stream.Events.SendAsync("content_block_start", (index, block), WriteBlockStart);
        if (index == 0)
        {
            await stream.Events.SendAsync("ping", "ping", WriteBare);
        }

        StreamTurn turn = block.Type switch
        {
            "text" => await SendTextAsync(index, block),
            "thinking" => await SendThinkingAsync(index, block),
            "tool_use" => await SendArgumentsAsync(index, block.Call!),
            _ => StreamTurn.GoOn,
        };
        if (turn != StreamTurn.End)
        {
            await stream.Events.SendAsync("content_block_stop", index, WriteBlockStop);
        }

        return turn;
    }

    private async ValueTask<StreamTurn> SendTextAsync(int index, MessageBlock block)
    {
        foreach (CitedDocument document in block.Citations)
        {
            await stream.Events.SendAsync("content_block_delta", (index, document), WriteCitationDelta);
        }

        return await SendPiecesAsync(index, block.Text, 1, "text_delta", "text");
    }

    private async ValueTask<StreamTurn> SendThinkingAsync(int index, MessageBlock block)
    {
        StreamTurn turn = await SendPiecesAsync(index, block.Text, 1, "thinking_delta", "thinking");
        if (turn == StreamTurn.GoOn)
        {
            await SendDeltaAsync(index, "signature_delta", "signature", block.Signature.AsMemory());
        }

        return turn;
    }

    private async ValueTask<StreamTurn> SendArgumentsAsync(int index, ToolCall call)
    {
        await SendDeltaAsync(index, "input_json_delta", "partial_json", default);
        return await SendPiecesAsync(
            index, call.Arguments, TokenPieces.TokensPerArgumentPiece, "input_json_delta", "partial_json");
    }

    private async ValueTask<StreamTurn> SendPiecesAsync(int index, string text, int tokens, string type, string member)
    {
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(text, tokens))
        {
            StreamTurn turn = await stream.BeforePieceAsync();
            if (turn != StreamTurn.GoOn)
            {
                return turn;
            }

            await SendDeltaAsync(index, type, member, member == "text" ? stream.Bend(piece) : piece);
        }

        return StreamTurn.GoOn;
    }

    private ValueTask SendDeltaAsync(int index, string type, string member, ReadOnlyMemory<char> text) =>
        stream.Events.SendAsync("content_block_delta", new TextDelta(index, type, member, text), WriteTextDelta);
}
