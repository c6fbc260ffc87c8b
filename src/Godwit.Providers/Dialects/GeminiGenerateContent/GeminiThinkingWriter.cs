using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// Writes <c>thinkingConfig</c>: a level for generation 3 and later, a budget before. The budgets of the efforts are
/// those of Google's own OpenAI door.
/// </summary>
internal static class GeminiThinkingWriter
{
    private const long LowBudget = 1_024;
    private const long MediumBudget = 8_192;

    // The largest that every model of generation 2.5 takes.
    private const long HighBudget = 24_576;

    public static void Write(GeminiWriting writing)
    {
        const string path = "generationConfig.thinkingConfig";
        if (writing.Request.Reasoning is not { } reasoning)
        {
            return;
        }

        writing.Json.WriteStartObject("thinkingConfig"u8);
        if (writing.SameDialect)
        {
            WriteSame(writing, reasoning);
        }
        else
        {
            WriteAmount(writing, reasoning);
        }

        if (Shows(writing, reasoning) is { } shows)
        {
            writing.Json.WriteBoolean("includeThoughts"u8, shows);
        }

        writing.WriteExtras(path);
        writing.Json.WriteEndObject();
    }

    private static void WriteSame(GeminiWriting writing, ReasoningRequest reasoning)
    {
        long? budget = reasoning.Enabled == false ? 0 : reasoning.Adaptive ? -1 : reasoning.BudgetTokens;
        if (budget is { } tokens)
        {
            writing.Json.WriteNumber("thinkingBudget"u8, tokens);
        }

        if (reasoning.Effort is { } effort)
        {
            writing.Json.WriteString("thinkingLevel"u8, effort.ToUpperInvariant());
        }
    }

    private static void WriteAmount(GeminiWriting writing, ReasoningRequest reasoning)
    {
        if (reasoning.Enabled == false || reasoning.Effort == "none")
        {
            WriteOff(writing);
        }
        else if (reasoning.Effort is { } effort)
        {
            WriteEffort(writing, effort);
        }
        else if (reasoning.BudgetTokens is { } budget)
        {
            if (budget > HighBudget)
            {
                Clamp(writing, $"Gemini takes {HighBudget} tokens at most.");
            }

            writing.Json.WriteNumber("thinkingBudget"u8, Math.Min(budget, HighBudget));
        }
        else if (reasoning.Adaptive && !writing.Model.TakesThinkingLevel)
        {
            writing.Json.WriteNumber("thinkingBudget"u8, -1);
        }
    }

    private static void WriteOff(GeminiWriting writing)
    {
        if (writing.Model.CanStopThinking)
        {
            writing.Json.WriteNumber("thinkingBudget"u8, 0);
            return;
        }

        Clamp(writing, "The model always thinks; it is asked for the least.");
        if (writing.Model.TakesThinkingLevel)
        {
            writing.Json.WriteString("thinkingLevel"u8, writing.Model.IsPro ? "LOW"u8 : "MINIMAL"u8);
        }
        else
        {
            writing.Json.WriteNumber("thinkingBudget"u8, LowBudget);
        }
    }

    private static void WriteEffort(GeminiWriting writing, string effort)
    {
        var (level, budget) = effort switch
        {
            "minimal" => (writing.Model.IsPro ? "LOW" : "MINIMAL", LowBudget),
            "low" => ("LOW", LowBudget),
            "medium" => ("MEDIUM", MediumBudget),
            _ => ("HIGH", HighBudget),
        };
        if (effort is not ("minimal" or "low" or "medium" or "high") || (effort == "minimal" && level == "LOW"))
        {
            Clamp(writing, $"Gemini's nearest effort is {level}.");
        }

        if (writing.Model.TakesThinkingLevel)
        {
            writing.Json.WriteString("thinkingLevel"u8, level);
        }
        else
        {
            writing.Json.WriteNumber("thinkingBudget"u8, budget);
        }
    }

    // Anthropic's clients get what the model thought unless they ask otherwise; others must ask for it.
    private static bool? Shows(GeminiWriting writing, ReasoningRequest reasoning) =>
        reasoning.Show ?? (reasoning.Summary is not null ? true
            : writing.Request.Dialect == Dialect.AnthropicMessages && reasoning.Enabled != false ? true : null);

    private static void Clamp(GeminiWriting writing, string reason) =>
        writing.Losses.Add(LossKind.Clamped, writing.Request.PathOf(RequestField.Reasoning), reason);
}
