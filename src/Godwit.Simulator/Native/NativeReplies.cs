using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Native;

/// <summary>Turns a request at a maker's own door into its reply.</summary>
internal sealed class NativeReplies(AnswerComposer composer, PromptCache cache, TimeProvider time)
{
    public NativeReply Compose(
        NativeRequest request, Conversation conversation, SimulatedProvider provider, Action<Utf8JsonWriter> echo)
    {
        ComposedAnswers composed = composer.Compose(request, conversation, provider);
        return new NativeReply
        {
            Request = request,
            Id = new DeterministicSource(~composed.Basis).NextId("", 24),
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Answers = composed.Answers,
            InputTokens = composed.InputTokens,
            Echo = echo,
            CachedTokens = cache.Look(provider, request.Model, conversation),
        };
    }
}
