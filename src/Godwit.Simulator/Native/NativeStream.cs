using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;

namespace Godwit.Simulator.Native;

/// <summary>Sends a reply as the stream of a maker's own door.</summary>
internal sealed class NativeStream(AnswerStream stream, NativeForm form, NativeReply reply)
{
    private readonly NativeProgress _progress = new(reply);

    public static async Task SendAsync(Exchange exchange, NativeForm form, NativeReply reply)
    {
        await using AnswerStream stream = new(exchange);
        await new NativeStream(stream, form, reply).SendAsync();
    }

    private async Task SendAsync()
    {
        await stream.BeforeFirstAsync();
        await form.SendStartAsync(stream.Events, reply);
        for (int choice = 0; choice < reply.Answers.Count; choice++)
        {
            _progress.Begin(choice);
            StreamTurn turn = await SendPiecesAsync();
            if (turn == StreamTurn.GoOn && choice == reply.Answers.Count - 1)
            {
                turn = await stream.BeforeEndAsync();
            }

            if (turn == StreamTurn.End)
            {
                return;
            }

            if (!stream.LacksEnd)
            {
                await form.SendEndAsync(
                    stream.Events, _progress,
                    turn == StreamTurn.Filter ? Finish.Filtered : _progress.Answer.Finish);
            }
        }

        if (!stream.LacksEnd)
        {
            await form.SendTailAsync(stream.Events, _progress);
        }
    }

    private async ValueTask<StreamTurn> SendPiecesAsync()
    {
        foreach (NativePiece piece in NativePiece.Of(_progress.Answer))
        {
            StreamTurn turn = await stream.BeforePieceAsync();
            if (turn != StreamTurn.GoOn)
            {
                return turn;
            }

            NativePiece bent = piece.Kind == PieceKind.Content ? piece with { Text = stream.Bend(piece.Text) } : piece;
            _progress.Add(bent);
            await form.SendPieceAsync(stream.Events, _progress, bent);
        }

        return StreamTurn.GoOn;
    }
}
