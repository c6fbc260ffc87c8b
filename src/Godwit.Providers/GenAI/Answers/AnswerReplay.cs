using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.GenAI.Answers;

/// <summary>
/// Makes events of a whole answer, for a client that asked for a stream of a provider that does not stream it.
/// </summary>
public static class AnswerReplay
{
    /// <summary>The events of the answer, in order.</summary>
    public static IEnumerable<AnswerEvent> Of(GenAIAnswer answer)
    {
        yield return new AnswerStarted(answer.Id, answer.Model);
        foreach (var choice in answer.Choices)
        {
            for (var i = 0; i < choice.Parts.Count; i++)
            {
                foreach (var one in PartOf(choice.Index, i, choice.Parts[i]))
                {
                    yield return one;
                }
            }

            if (choice.Logprobs is { } logprobs)
            {
                yield return new LogprobsReported(choice.Index, logprobs);
            }

            yield return new ChoiceFinished(
                choice.Index, choice.FinishReason ?? FinishReason.Stop, choice.RawFinishReason)
            {
                StopSequence = choice.StopSequence,
            };
        }

        if (answer.Usage is { } usage)
        {
            yield return new UsageReported(usage);
        }

        yield return answer.Error is { } error ? new AnswerFailed(error) : AnswerEnded.Instance;
    }

    private static IEnumerable<AnswerEvent> PartOf(int choice, int index, Part part)
    {
        yield return new PartStarted(choice, index, Skeleton(part));
        if (TextOf(part) is { Length: > 0 } text)
        {
            yield return new PartDelta(choice, index, text);
        }

        foreach (var citation in (part as TextPart)?.Citations ?? [])
        {
            yield return new PartCited(choice, index, citation);
        }

        if (SealOf(part) is { } seal)
        {
            yield return new PartSealed(choice, index, seal);
        }

        yield return new PartEnded(choice, index);
    }

    private static Part Skeleton(Part part) => part switch
    {
        TextPart text => text with { Text = "", Citations = null },
        ReasoningPart reasoning => reasoning with { Text = "", Seal = null },
        RefusalPart refusal => refusal with { Text = "" },
        ToolCallPart call => call with { Arguments = "" },
        _ => part,
    };

    private static string? TextOf(Part part) => part switch
    {
        TextPart text => text.Text,
        ReasoningPart reasoning => reasoning.Text,
        RefusalPart refusal => refusal.Text,
        ToolCallPart call => call.Arguments,
        _ => null,
    };

    private static ReasoningSeal? SealOf(Part part) => part switch
    {
        ReasoningPart reasoning => reasoning.Seal,
        ToolCallPart call => call.Seal,
        _ => null,
    };
}
