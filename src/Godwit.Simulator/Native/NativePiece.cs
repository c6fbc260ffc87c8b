using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Native;

/// <summary>What a piece of a stream carries.</summary>
internal enum PieceKind
{
    Reasoning,
    Content,
    Arguments,
}

/// <summary>One piece of a streamed answer.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Text">The new text.</param>
/// <param name="Call">The number of the call whose arguments it is.</param>
/// <param name="First">It is the first of its call.</param>
internal readonly record struct NativePiece(
    PieceKind Kind, ReadOnlyMemory<char> Text, int Call = 0, bool First = false)
{
    /// <summary>The pieces of an answer, token by token; arguments in somewhat larger ones.</summary>
    public static IEnumerable<NativePiece> Of(ChatAnswer answer)
    {
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(answer.Reasoning))
        {
            yield return new(PieceKind.Reasoning, piece);
        }

        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(answer.Content ?? ""))
        {
            yield return new(PieceKind.Content, piece);
        }

        for (int call = 0; call < answer.ToolCalls.Count; call++)
        {
            bool first = true;
            foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(
                answer.ToolCalls[call].Arguments, TokenPieces.TokensPerArgumentPiece))
            {
                yield return new(PieceKind.Arguments, piece, call, first);
                first = false;
            }
        }
    }
}
