using System.Text;
using System.Text.Json;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.GenAI.Answers;

/// <summary>Makes one answer of the events of a stream, for a client that did not ask for a stream.</summary>
public sealed class AnswerCollector
{
    // In the order in which they began; all of them until the end, as several may be open at a time.
    private readonly List<(int Choice, int Index, Part Part, StringBuilder Text)> parts = [];
    private readonly Dictionary<int, List<JsonElement>> logprobs = [];

    /// <summary>What was collected so far.</summary>
    public GenAIAnswer Answer { get; } = new();

    /// <summary>The stream said that it is over, well or not.</summary>
    public bool Ended { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Add(AnswerEvent next)
    {
        switch (next)
        {
            case AnswerStarted started:
                Answer.Id = started.Id ?? Answer.Id;
                Answer.Model = started.Model ?? Answer.Model;
                break;
            case PartStarted started:
                parts.Add((started.Choice, started.Index, started.Part, new StringBuilder()));
                break;
            case PartDelta delta:
                parts[Find(delta.Choice, delta.Index)].Text.Append(delta.Text);
                break;
            case PartSealed seal:
                Change(seal.Choice, seal.Index, part => part switch
                {
                    ReasoningPart reasoning => reasoning with { Seal = seal.Seal },
                    ToolCallPart call => call with { Seal = seal.Seal },
                    _ => part,
                });
                break;
            case PartCited cited:
                Change(cited.Choice, cited.Index, part => part is TextPart text
                    ? text with { Citations = [.. text.Citations ?? [], cited.Citation] } : part);
                break;
            case LogprobsReported reported:
                (logprobs.TryGetValue(reported.Choice, out var list) ? list : logprobs[reported.Choice] = [])
                    .Add(reported.Logprobs);
                break;
            default:
                AddEnding(next);
                break;
        }
    }

    private void AddEnding(AnswerEvent next)
    {
        switch (next)
        {
            case ChoiceFinished finished:
                var choice = ChoiceOf(finished.Choice);
                (choice.FinishReason, choice.RawFinishReason) = (finished.Reason, finished.Raw);
                choice.StopSequence = finished.StopSequence;
                break;
            case UsageReported usage:
                Answer.Usage = usage.Usage;
                break;
            case AnswerFailed failed:
                Answer.Error = failed.Error;
                End();
                break;
            case AnswerEnded:
                End();
                break;
        }
    }

    private void End()
    {
        Ended = true;
        foreach (var (choice, _, part, text) in parts)
        {
            ChoiceOf(choice).Parts.Add(Whole(part, text));
        }

        parts.Clear();

        foreach (var (index, pieces) in logprobs)
        {
            ChoiceOf(index).Logprobs = LogprobsJson.Join(pieces);
        }
    }

    private int Find(int choice, int index) => parts.FindIndex(part => part.Choice == choice && part.Index == index);

    private void Change(int choice, int index, Func<Part, Part> change)
    {
        var at = Find(choice, index);
        parts[at] = parts[at] with { Part = change(parts[at].Part) };
    }

    private static Part Whole(Part part, StringBuilder text) => text.Length == 0 ? part : part switch
    {
        TextPart one => one with { Text = one.Text + text },
        ReasoningPart one => one with { Text = one.Text + text },
        RefusalPart one => one with { Text = one.Text + text },
        ToolCallPart one => one with { Arguments = one.Arguments + text },
        _ => part,
    };

    private AnswerChoice ChoiceOf(int index)
    {
        foreach (var choice in Answer.Choices)
        {
            if (choice.Index == index)
            {
                return choice;
            }
        }

        var made = new AnswerChoice { Index = index };
        Answer.Choices.Add(made);
        return made;
    }
}
