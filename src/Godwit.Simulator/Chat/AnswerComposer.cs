using System.Runtime.InteropServices;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Chat;

/// <summary>Turns a request of any dialect into its answers.</summary>
internal sealed class AnswerComposer(int seed)
{
    private readonly ulong _seed = DeterministicSource.Mix((ulong)seed);

    public ComposedAnswers Compose(AnswerRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ulong basis = Basis(request, conversation, provider);
        ChatAnswer[] answers = new ChatAnswer[request.Choices];
        for (int choice = 0; choice < answers.Length; choice++)
        {
            answers[choice] = ChatAnswers.Compose(request, conversation, provider, basis, choice);
        }

        return new ComposedAnswers(answers, basis, conversation.InputTokens + request.ToolTokens);
    }

    // A prefill is left out, so that the conversation has one answer wherever it is taken up again.
    private ulong Basis(AnswerRequest request, Conversation conversation, SimulatedProvider provider)
    {
        ulong hash = _seed ^ DeterministicSource.Hash(provider.Name) ^ (DeterministicSource.Hash(request.Model) << 1);
        int left = conversation.Turns.Count - (conversation.Prefill is null ? 0 : 1);
        foreach (Turn turn in conversation.Turns)
        {
            if (left-- == 0)
            {
                break;
            }

            foreach (byte unit in JsonMarshal.GetRawUtf8Value(turn.Source))
            {
                hash = (hash ^ unit) * 1099511628211;
            }
        }

        return DeterministicSource.Mix(hash);
    }
}
