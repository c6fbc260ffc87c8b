using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Sorts a conversation into Gemini's turns, leaving out what can't be said to it: a turn that began can't be taken
/// back from the wire.
/// </summary>
internal static class GeminiTurns
{
    public static List<GeminiTurn> Of(GeminiWriting writing)
    {
        var turns = new List<GeminiTurn>();
        foreach (var message in writing.Request.Messages)
        {
            if (message.Name is not null)
            {
                writing.Losses.Drop(message.Path + ".name", "Gemini's turns have no names.");
            }

            if (message.Role == Role.System)
            {
                continue;
            }

            foreach (var part in message.Parts)
            {
                if (Sayable(part, writing))
                {
                    Turn(turns, part is ToolResultPart ? Role.Tool : Side(message.Role), message.Path).Parts.Add(part);
                }
            }
        }

        SortResults(turns);
        return turns;
    }

    /// <summary>What of a part can be said to Gemini; the loss is noted where it can't.</summary>
    public static bool Sayable(Part part, GeminiWriting writing)
    {
        if (part.Cache is { } mark)
        {
            writing.Losses.Drop(mark.Path, "Gemini caches by itself, or what was put into a cache before.");
        }

        switch (part)
        {
            case TextPart { Text.Length: 0 } or RefusalPart { Text.Length: 0 }:
                return writing.HasExtras(GeminiWriting.Camel(part.Path));
            case ReasoningPart reasoning:
                return SayableReasoning(reasoning, writing);
            case ForeignPart { Dialect: not Dialect.GeminiGenerateContent } foreign:
                writing.Losses.Drop(foreign.Path, $"Only {foreign.Dialect} has parts of type {foreign.Type}.");
                return false;
            case MediaPart media:
                return GeminiMediaWriter.Sayable(media, writing);
            default:
                return true;
        }
    }

    private static bool SayableReasoning(ReasoningPart reasoning, GeminiWriting writing)
    {
        if (reasoning.Seal is { Origin: Dialect.GeminiGenerateContent })
        {
            return true;
        }

        if (reasoning.Seal is null && writing.SameDialect)
        {
            return reasoning.Text.Length > 0;
        }

        if (reasoning.Seal is not null || reasoning.Text.Length > 0)
        {
            writing.Losses.Drop(
                reasoning.Path, "Reasoning of another model; Gemini takes back its own, with its signature.");
        }

        return false;
    }

    private static Role Side(Role role) => role == Role.Assistant ? Role.Assistant : Role.User;

    private static GeminiTurn Turn(List<GeminiTurn> turns, Role kind, string path)
    {
        if (turns.Count == 0 || turns[^1].Kind != kind)
        {
            turns.Add(new GeminiTurn(kind, path));
        }

        return turns[^1];
    }

    // Without ids a result is found by its place, so results stand in the order of their calls.
    private static void SortResults(List<GeminiTurn> turns)
    {
        for (var i = 1; i < turns.Count; i++)
        {
            if (turns[i].Kind != Role.Tool || turns[i].Parts.Count < 2 || turns[i - 1].Kind != Role.Assistant)
            {
                continue;
            }

            var order = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var call in turns[i - 1].Parts.OfType<ToolCallPart>())
            {
                order.TryAdd(call.Id, order.Count);
            }

            var sorted = turns[i].Parts
                .OrderBy(part => order.GetValueOrDefault(((ToolResultPart)part).CallId, int.MaxValue)).ToList();
            turns[i].Parts.Clear();
            turns[i].Parts.AddRange(sorted);
        }
    }
}
