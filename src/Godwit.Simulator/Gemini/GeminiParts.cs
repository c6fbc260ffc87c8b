using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Gemini;

/// <summary>Takes an answer apart into its parts.</summary>
internal static class GeminiParts
{
    /// <summary>The parts of a whole answer.</summary>
    public static IEnumerable<GeminiPart> Of(GeminiReply reply, ChatAnswer answer, Func<string, string> bend)
    {
        if (reply.Request.IncludeThoughts && answer.Reasoning.Length > 0)
        {
            yield return new GeminiPart(answer.Reasoning.AsMemory(), Thought: true);
        }

        if (answer.ToolCalls.Count == 0)
        {
            yield return new GeminiPart(bend(answer.Content ?? "").AsMemory(), Signature: EndMark(reply, answer));
        }

        foreach (GeminiPart call in CallsOf(reply, answer))
        {
            yield return call;
        }
    }

    /// <summary>The parts of a stream: texts token by token, calls whole.</summary>
    public static IEnumerable<GeminiPart> PiecesOf(GeminiReply reply, ChatAnswer answer)
    {
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(reply.Request.IncludeThoughts ? answer.Reasoning : ""))
        {
            yield return new GeminiPart(piece, Thought: true);
        }

        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(answer.Content ?? ""))
        {
            yield return new GeminiPart(piece);
        }

        foreach (GeminiPart call in CallsOf(reply, answer))
        {
            yield return call;
        }
    }

    /// <summary>The signature that the end of a text carries; calls carry their own.</summary>
    public static string? EndMark(GeminiReply reply, ChatAnswer answer) =>
        reply.Request.Signs && answer.ToolCalls.Count == 0 && answer.Reasoning.Length > 0 ? reply.Sign("") : null;

    // Of several calls at once only the first has a signature.
    private static IEnumerable<GeminiPart> CallsOf(GeminiReply reply, ChatAnswer answer) =>
        answer.ToolCalls.Select((call, index) => new GeminiPart(
            default, Call: call, Signature: reply.Request.Signs && index == 0 ? reply.Sign(call.Name) : null));
}
