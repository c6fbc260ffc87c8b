using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Schemas;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Composes answers: the same seed, provider, model and messages give the same answer.</summary>
internal static class ChatAnswers
{
    public static ChatAnswer Compose(
        AnswerRequest request, Conversation conversation, SimulatedProvider provider, ulong seed, int choice)
    {
        DeterministicSource source = new(seed + (ulong)choice);
        ProviderQuirks quirks = ProviderQuirks.Of(provider.Name);
        string reasoning = Reasoning.Compose(request, ref source);
        IReadOnlyList<ToolCall> calls = ToolCalls.Compose(request, conversation, quirks, ref source);
        if (calls.Count > 0)
        {
            int callTokens = calls.Sum(call => TokenRule.Count(call.Name) + TokenRule.Count(call.Arguments));
            string? said = request is { SpeaksBeforeTools: true, ToolChoice: "auto" }
                ? Sentences.BeforeTools(provider.Name, calls)
                : null;
            return new ChatAnswer(
                said, reasoning, calls, Finish.ToolCalls, callTokens + TokenRule.Count(said),
                TokenRule.Count(reasoning));
        }

        string text = request.Format == ResponseFormat.Text
            ? Text(request, conversation, provider, choice, ref source)
            : Json(request, conversation, provider, source);
        return Limit(request, Continue(text, conversation.Prefill), reasoning);
    }

    private static string Text(
        AnswerRequest request, Conversation conversation, SimulatedProvider provider, int choice,
        ref DeterministicSource source)
    {
        string text = Sentences.Answer(provider.Name, request.Model, conversation, choice, ref source);
        return provider.AnswerTokens is { } tokens ? Sentences.OfLength(text, tokens, ref source) : text;
    }

    private static string Json(
        AnswerRequest request, Conversation conversation, SimulatedProvider provider, DeterministicSource source)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            if (request.Schema is { } schema)
            {
                new SchemaFiller(schema, MessageHints.Of(conversation.LastUserText), source, json).Write();
            }
            else
            {
                json.WriteStartObject();
                json.WriteBoolean("simulated", true);
                json.WriteString("provider", provider.Name);
                json.WriteString("model", request.Model);
                json.WriteString("question", conversation.LastUserText);
                json.WriteEndObject();
            }
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // The answer depends on the conversation without its prefill, so a prefill taken from that answer is continued
    // where it ends. A stranger's prefill is continued after as many tokens as it has.
    private static string Continue(string text, string? prefill)
    {
        if (prefill is null)
        {
            return text;
        }

        return text.StartsWith(prefill, StringComparison.Ordinal)
            ? text[prefill.Length..]
            : text[TokenRule.LengthOf(text, TokenRule.Count(prefill))..];
    }

    private static ChatAnswer Limit(AnswerRequest request, string text, string reasoning)
    {
        string? stoppedBy = null;
        foreach (string stop in request.Stop)
        {
            int at = stop.Length == 0 ? -1 : text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0)
            {
                text = text[..at];
                stoppedBy = stop;
            }
        }

        int reasoningTokens = TokenRule.Count(reasoning);
        int tokens = TokenRule.Count(text);
        if (request.MaxTokens is not { } most || reasoningTokens + tokens <= most)
        {
            return new ChatAnswer(text, reasoning, [], Finish.Stop, tokens, reasoningTokens)
            {
                StoppedBy = stoppedBy,
            };
        }

        reasoning = reasoning[..TokenRule.LengthOf(reasoning, most)];
        reasoningTokens = Math.Min(reasoningTokens, most);
        tokens = most - reasoningTokens;
        text = text[..TokenRule.LengthOf(text, tokens)];
        return new ChatAnswer(text, reasoning, [], Finish.Length, tokens, reasoningTokens);
    }
}
