using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;
using static Godwit.Simulator.Chat.ChatChunks;

namespace Godwit.Simulator.Chat;

/// <summary>Takes an answer apart into the steps of its stream; one token is one step.</summary>
internal static class ChatDeltas
{
    // Arguments come in pieces of a few tokens, so that a piece rarely is valid JSON by itself.
    private const int TokensPerArgumentPiece = 3;

    public static IEnumerable<Delta> Of(ChatReply reply, ChatAnswer answer)
    {
        if (reply.ReasoningMember is not null)
        {
            foreach (ReadOnlyMemory<char> piece in Pieces(answer.Reasoning, 1))
            {
                yield return new Delta(DeltaKind.Reasoning, piece);
            }
        }
        else if (reply.ReasoningForm == ReasoningForm.ThinkTags && answer.Reasoning.Length > 0)
        {
            yield return new Delta(DeltaKind.Content, "<think>".AsMemory());
            foreach (ReadOnlyMemory<char> piece in Pieces(answer.Reasoning, 1))
            {
                yield return new Delta(DeltaKind.Content, piece);
            }

            yield return new Delta(DeltaKind.Content, "</think>".AsMemory());
        }

        foreach (ReadOnlyMemory<char> piece in Pieces(answer.Content ?? "", 1))
        {
            yield return new Delta(DeltaKind.Content, piece);
        }

        bool whole = reply.Quirks.WholeToolArguments && !reply.Request.ToolStream;
        for (int index = 0; index < answer.ToolCalls.Count; index++)
        {
            ToolCall call = answer.ToolCalls[index];
            yield return new Delta(DeltaKind.ToolStart, whole ? call.Arguments.AsMemory() : default, call, index);
            foreach (ReadOnlyMemory<char> piece in Pieces(whole ? "" : call.Arguments, TokensPerArgumentPiece))
            {
                yield return new Delta(DeltaKind.ToolArguments, piece, call, index);
            }
        }
    }

    private static IEnumerable<ReadOnlyMemory<char>> Pieces(string text, int tokens)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = TokenRule.LengthOf(text.AsSpan(at), tokens);
            yield return text.AsMemory(at, length);
            at += length;
        }
    }
}
