using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Turns an OpenAI Responses request into its reply.</summary>
internal sealed class ResponseReplies(AnswerComposer composer, PromptCache cache, Seal seal, TimeProvider time)
{
    private long _count;

    public Conversation ConversationOf(ResponsesRequest request) =>
        Conversation.Of(ResponsesItems.Read(request.Root, request.History, seal));

    public ResponseReply Compose(ResponsesRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ComposedAnswers composed = composer.Compose(request, conversation, provider);
        ChatAnswer answer = composed.Answers[0];

        // Responses are kept by their ids, so that the same request twice has to give two of them.
        DeterministicSource ids = new(~composed.Basis + (ulong)Interlocked.Increment(ref _count));
        ProviderQuirks quirks = ProviderQuirks.Of(provider.Name);
        string id = ids.NextId("resp_", 48);
        return new ResponseReply
        {
            Request = request,
            Provider = provider.Name,
            Id = id,
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Items = request.WarmUp ? [] : ItemsOf(request, answer, quirks, ref ids),
            Finish = request.WarmUp ? Finish.Stop : answer.Finish,
            Obfuscation = quirks.Obfuscation && request.Obfuscation,
            Usage = new TokenUsage(
                composed.InputTokens,
                cache.Look(provider, request.Model, conversation),
                request.WarmUp ? 0 : answer.ContentTokens,
                request.WarmUp ? 0 : answer.ReasoningTokens),
        };
    }

    private List<OutputItem> ItemsOf(
        ResponsesRequest request, ChatAnswer answer, ProviderQuirks quirks, ref DeterministicSource ids)
    {
        List<OutputItem> items = [];
        if (answer.Reasoning.Length > 0)
        {
            bool open = quirks.Reasoning != ReasoningForm.Hidden;
            items.Add(new OutputItem(
                "reasoning", ids.NextId("rs_", 48), open || request.Summary ? answer.Reasoning : "")
            {
                Open = open,
                Encrypted = request.Encrypted
                    ? seal.Close(ResponsesItemCheck.ReasoningPurpose, answer.Reasoning)
                    : null,
            });
        }

        if (answer.ToolCalls.Count == 0)
        {
            items.Add(new OutputItem("message", ids.NextId("msg_", 48), answer.Content ?? "")
            {
                Status = answer.Finish == Finish.Length ? "incomplete" : "completed",
            });
        }

        foreach (ToolCall call in answer.ToolCalls)
        {
            items.Add(new OutputItem("function_call", ids.NextId("fc_", 48), "") { Call = call });
        }

        return items;
    }
}
