using System.Runtime.InteropServices;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Turns a request into its reply.</summary>
internal sealed class ChatReplies(int seed, PromptCache cache, TimeProvider time)
{
    private readonly ulong _seed = DeterministicSource.Mix((ulong)seed);

    public ChatReply Compose(ChatRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ulong basis = Basis(request, conversation, provider);
        ChatAnswer[] answers = new ChatAnswer[request.Choices];
        int content = 0;
        int reasoning = 0;
        for (int choice = 0; choice < answers.Length; choice++)
        {
            answers[choice] = ChatAnswers.Compose(request, conversation, provider, basis, choice);
            content += answers[choice].ContentTokens;
            reasoning += answers[choice].ReasoningTokens;
        }

        int input = conversation.InputTokens
            + (request.Tools is { } tools ? TokenRule.Count(tools.GetRawText()) : 0);
        DeterministicSource ids = new(~basis);
        return new ChatReply
        {
            Request = request,
            Provider = provider.Name,
            Quirks = ProviderQuirks.Of(provider.Name),
            Id = ids.NextId("chatcmpl-", 24),
            Created = time.GetUtcNow().ToUnixTimeSeconds(),
            Answers = answers,
            Usage = new TokenUsage(input, cache.Look(provider, request, conversation), content, reasoning),
        };
    }

    // A prefill is left out, so that the conversation has one answer wherever it is taken up again.
    private ulong Basis(ChatRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ulong hash = _seed ^ DeterministicSource.Hash(provider.Name) ^ (DeterministicSource.Hash(request.Model) << 1);
        int left = request.Messages.GetArrayLength() - (conversation.Prefill is null ? 0 : 1);
        foreach (JsonElement message in request.Messages.EnumerateArray())
        {
            if (left-- == 0)
            {
                break;
            }

            foreach (byte unit in JsonMarshal.GetRawUtf8Value(message))
            {
                hash = (hash ^ unit) * 1099511628211;
            }
        }

        return DeterministicSource.Mix(hash);
    }
}
