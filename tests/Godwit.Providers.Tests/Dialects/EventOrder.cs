using Godwit.Providers.GenAI.Answers;
using Xunit;

namespace Godwit.Providers.Tests.Dialects;

/// <summary>Checks the order of events that every reader promises and every writer relies on.</summary>
internal static class EventOrder
{
    public static void Check(IReadOnlyList<AnswerEvent> events)
    {
        var started = false;
        var over = false;
        var parts = new Dictionary<(int, int), bool>();
        var next = new Dictionary<int, int>();
        foreach (var one in events)
        {
            Assert.False(over, $"{one} follows the end.");
            Assert.True(started || one is AnswerStarted or KeptAlive or AnswerFailed, $"{one} comes before the start.");
            switch (one)
            {
                case AnswerStarted:
                    Assert.False(started, "It starts twice.");
                    started = true;
                    break;
                case PartStarted part:
                    Assert.Equal(next.GetValueOrDefault(part.Choice), part.Index);
                    next[part.Choice] = part.Index + 1;
                    parts[(part.Choice, part.Index)] = true;
                    break;
                case PartDelta delta:
                    Assert.True(parts.GetValueOrDefault((delta.Choice, delta.Index)), $"{delta} of a part not open.");
                    Assert.NotEqual("", delta.Text);
                    break;
                case PartSealed seal:
                    Assert.True(parts.GetValueOrDefault((seal.Choice, seal.Index)), $"{seal} of a part not open.");
                    break;
                case PartCited cited:
                    Assert.True(parts.GetValueOrDefault((cited.Choice, cited.Index)), $"{cited} of a part not open.");
                    break;
                case PartEnded ended:
                    Assert.True(parts.GetValueOrDefault((ended.Choice, ended.Index)), $"{ended} of a part not open.");
                    parts[(ended.Choice, ended.Index)] = false;
                    break;
                case ChoiceFinished finished:
                    Assert.DoesNotContain(parts, part => part.Key.Item1 == finished.Choice && part.Value);
                    break;
                case AnswerEnded or AnswerFailed:
                    over = true;
                    break;
            }
        }
    }
}
