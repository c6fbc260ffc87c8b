using Godwit.Simulator.Text;

namespace Godwit.Simulator.Chat;

/// <summary>Takes a text apart into the pieces of its stream.</summary>
internal static class TokenPieces
{
    /// <summary>Arguments come in pieces of a few tokens, so that a piece rarely is valid JSON by itself.</summary>
    public const int TokensPerArgumentPiece = 3;

    public static IEnumerable<ReadOnlyMemory<char>> Of(string text, int tokens = 1)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = TokenRule.LengthOf(text.AsSpan(at), tokens);
            yield return text.AsMemory(at, length);
            at += length;
        }
    }
}
