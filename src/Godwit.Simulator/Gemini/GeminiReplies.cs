using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Gemini;

/// <summary>Turns a generateContent request into its reply.</summary>
internal sealed class GeminiReplies(AnswerComposer composer, PromptCache cache, Seal seal)
{
    public GeminiReply Compose(GeminiRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ComposedAnswers composed = composer.Compose(request, conversation, provider);
        return new GeminiReply
        {
            Request = request,
            Provider = provider.Name,
            Id = new DeterministicSource(~composed.Basis).NextId("", 22),
            Answers = composed.Answers,
            InputTokens = composed.InputTokens,
            CachedTokens = cache.Look(provider, request.Model, conversation),
            Sign = name => seal.Close(GeminiCallCheck.Purpose, name),
        };
    }
}
