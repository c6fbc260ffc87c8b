using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Turns an OpenAI Chat request into its reply.</summary>
internal sealed class ChatReplies(AnswerComposer composer, PromptCache cache, TimeProvider time)
{
    public ChatReply Compose(ChatRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ComposedAnswers composed = composer.Compose(request, conversation, provider);
        DeterministicSource ids = new(~composed.Basis);
        return new ChatReply
        {
            Request = request,
            Provider = provider.Name,
            Quirks = ProviderQuirks.Of(provider.Name),
            Id = ids.NextId("chatcmpl-", 24),
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Answers = composed.Answers,
            Usage = new TokenUsage(
                composed.InputTokens,
                cache.Look(provider, request.Model, conversation),
                composed.ContentTokens,
                composed.ReasoningTokens),
        };
    }
}
