using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Turns an Anthropic Messages request into its reply.</summary>
internal sealed class MessageReplies(AnswerComposer composer, MarkedCache cache, Seal seal)
{
    // The provider has a text of its own for each that brings these about; its start is enough here.
    private const string RedactedTrigger = "ANTHROPIC_MAGIC_STRING_TRIGGER_REDACTED_THINKING";

    private const string RefusalTrigger = "ANTHROPIC_MAGIC_STRING_TRIGGER_REFUSAL";

    private const int TokensOfReply = 3;

    public static int InputTokens(MessagesRequest request) => TokensOfReply + request.Units.Sum(unit => unit.Tokens);

    public MessageReply Compose(MessagesRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ComposedAnswers composed = composer.Compose(request, conversation, provider);
        ChatAnswer answer = composed.Answers[0];
        bool refused = conversation.LastUserText.Contains(RefusalTrigger, StringComparison.Ordinal);
        bool unsigned = ProviderQuirks.FamilyOf(provider.Name) is "alibaba-qwen";
        List<MessageBlock> blocks = [];
        if (!refused)
        {
            AddThoughts(blocks, answer.Reasoning, request, conversation, unsigned);
            AddText(blocks, answer, request);
            blocks.AddRange(answer.ToolCalls.Select(call => new MessageBlock("tool_use", "") { Call = call }));
        }

        return new MessageReply
        {
            Request = request,
            Provider = provider.Name,
            Id = new DeterministicSource(~composed.Basis).NextId("msg_01", 22),
            Blocks = blocks,
            Finish = refused ? Finish.Filtered : answer.Finish,
            StoppedBy = answer.StoppedBy,
            InputTokens = InputTokens(request),
            Cache = cache.Use(provider, request.Model, request.Units),
            OutputTokens = refused ? 0 : answer.ContentTokens + answer.ReasoningTokens,
            ThinkingTokens = refused ? 0 : answer.ReasoningTokens,
            UsageAtEndOnly = unsigned,
        };
    }

    private void AddThoughts(
        List<MessageBlock> blocks, string thoughts, MessagesRequest request, Conversation conversation, bool unsigned)
    {
        if (thoughts.Length == 0)
        {
            return;
        }

        if (conversation.LastUserText.Contains(RedactedTrigger, StringComparison.Ordinal))
        {
            blocks.Add(new MessageBlock(
                "redacted_thinking", seal.Close(MessagesBlockCheck.RedactedPurpose, thoughts)));
            return;
        }

        string shown = request.ShowThoughts ? thoughts : "";
        blocks.Add(new MessageBlock("thinking", shown)
        {
            Signature = unsigned ? "" : seal.Sign(MessagesBlockCheck.ThinkingPurpose, shown),
        });
    }

    private static void AddText(List<MessageBlock> blocks, ChatAnswer answer, MessagesRequest request)
    {
        if (!string.IsNullOrEmpty(answer.Content))
        {
            blocks.Add(new MessageBlock("text", answer.Content));
        }

        if (answer.Finish != Finish.Stop || answer.StoppedBy is not null)
        {
            return;
        }

        foreach (CitedDocument document in request.Documents)
        {
            string passage = document.Passage.Length > 0 ? document.Passage : "its first page";
            blocks.Add(new MessageBlock("text", $" Document {document.Index + 1} begins with: {passage}")
            {
                Citations = [document],
            });
        }
    }
}
