using Godwit.Simulator.Wire;
using static Godwit.Simulator.Chat.ChatChunks;

namespace Godwit.Simulator.Chat;

/// <summary>Takes an answer apart into the steps of its stream; one token is one step.</summary>
internal static class ChatDeltas
{
    public static IEnumerable<Delta> Of(ChatReply reply, ChatAnswer answer)
    {
        if (reply.ReasoningMember is not null)
        {
            foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(answer.Reasoning))
            {
                yield return new Delta(DeltaKind.Reasoning, piece);
            }
        }
        else if (reply.ReasoningForm == ReasoningForm.ThinkTags && answer.Reasoning.Length > 0)
        {
            yield return new Delta(DeltaKind.Content, "<think>".AsMemory());
            foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(answer.Reasoning))
            {
                yield return new Delta(DeltaKind.Content, piece);
            }

            yield return new Delta(DeltaKind.Content, "</think>".AsMemory());
        }

        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(answer.Content ?? ""))
        {
            yield return new Delta(DeltaKind.Content, piece);
        }

        bool whole = reply.Quirks.WholeToolArguments && !reply.Request.ToolStream;
        for (int index = 0; index < answer.ToolCalls.Count; index++)
        {
            ToolCall call = answer.ToolCalls[index];
            yield return new Delta(DeltaKind.ToolStart, whole ? call.Arguments.AsMemory() : default, call, index);
            foreach (ReadOnlyMemory<char> piece 
                in TokenPieces.Of(whole ? "" : call.Arguments, TokenPieces.TokensPerArgumentPiece))
            {
                yield return new Delta(DeltaKind.ToolArguments, piece, call, index);
            }
        }
    }
}
