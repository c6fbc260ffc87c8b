using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Gemini;

/// <summary>Sends a reply as chunks: events without names, or the members of one array.</summary>
internal sealed class GeminiStream(AnswerStream stream, GeminiReply reply)
{
    private int _said;
    private int _thought;
    private bool _first = true;

    public static async Task SendAsync(Exchange exchange, GeminiReply reply)
    {
        await using AnswerStream stream = new(exchange);
        await new GeminiStream(stream, reply).SendAsync();
    }

    /// <summary>Sends the one chunk by which a blocked prompt is answered.</summary>
    public static async Task SendBlockedAsync(Exchange exchange, GeminiReply reply)
    {
        await using AnswerStream stream = new(exchange);
        await stream.Events.SendAsync(reply, GeminiWriter.WriteBlocked);
        await stream.Events.EndAsync();
    }

    private async Task SendAsync()
    {
        await stream.BeforeFirstAsync();
        for (int index = 0; index < reply.Answers.Count; index++)
        {
            StreamTurn turn = await SendPartsAsync(index);
            if (turn == StreamTurn.GoOn && index == reply.Answers.Count - 1)
            {
                turn = await stream.BeforeEndAsync();
            }

            if (turn == StreamTurn.End)
            {
                await stream.Events.EndAsync();
                return;
            }

            if (!stream.LacksEnd)
            {
                await SendEndAsync(index, filtered: turn == StreamTurn.Filter);
            }
        }

        if (!stream.LacksEnd)
        {
            await stream.Events.EndAsync();
        }
    }

    private async ValueTask<StreamTurn> SendPartsAsync(int index)
    {
        ChatAnswer answer = reply.Answers[index];

        // Thoughts that are not shown are over, and counted, before the first word.
        _thought += reply.Request.IncludeThoughts ? 0 : answer.ReasoningTokens;
        foreach (GeminiPart part in GeminiParts.PiecesOf(reply, answer))
        {
            StreamTurn turn = await stream.BeforePieceAsync();
            if (turn != StreamTurn.GoOn)
            {
                return turn;
            }

            Count(part);
            await SendAsync(
                index, part.Call is null && !part.Thought ? part with { Text = stream.Bend(part.Text) } : part, null);
        }

        return StreamTurn.GoOn;
    }

    private ValueTask SendEndAsync(int index, bool filtered)
    {
        ChatAnswer answer = reply.Answers[index];
        GeminiPart end = new(default, Signature: filtered ? null : GeminiParts.EndMark(reply, answer));
        return SendAsync(index, end, filtered ? Finish.Filtered : answer.Finish);
    }

    private void Count(GeminiPart part)
    {
        if (part.Thought)
        {
            _thought += TokenRule.Count(part.Text.Span);
        }
        else
        {
            _said += part.Call is { } call
                ? TokenRule.Count(call.Name) + TokenRule.Count(call.Arguments)
                : TokenRule.Count(part.Text.Span);
        }
    }

    private ValueTask SendAsync(int index, GeminiPart part, Finish? finish)
    {
        GeminiWriter.Chunk chunk = new(reply, index, part, finish, _said, _thought, _first);
        _first = false;
        return stream.Events.SendAsync(chunk, GeminiWriter.WriteChunk);
    }
}
