using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Says what is asked of reasoning in the words that the provider knows.</summary>
internal static class OpenAIChatReasoningWriter
{
    public static void Write(
        Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
    {
        if (request.Reasoning is not { } asked)
        {
            return;
        }

        var path = request.PathOf(RequestField.Reasoning);
        if (asked.Summary is not null)
        {
            context.Losses.Drop($"{path}.summary", "The dialect has no kinds of summary.");
        }

        if (traits.EnableThinking)
        {
            WriteSwitchAndBudget(json, asked, path, context, traits);
        }
        else if (traits.Thinking)
        {
            WriteThinking(json, asked, path, context, traits);
        }
        else if (traits.ReasoningEffort)
        {
            WriteEffort(json, asked, path, context);
        }
        else if (Wanted(asked) is not null || asked.BudgetTokens is not null)
        {
            context.Losses.Drop(path, "The provider has no setting of reasoning.");
        }
    }

    // True or false where the client said which; null where it leaves it to the provider.
    private static bool? Wanted(ReasoningRequest asked) =>
        asked.Enabled ?? (asked.Effort == "none" ? false
            : asked.Effort is not null || asked.Adaptive || asked.BudgetTokens > 0 ? true : null);

    private static void WriteSwitchAndBudget(
        Utf8JsonWriter json, ReasoningRequest asked, string path, ProviderContext context, OpenAIChatTraits traits)
    {
        if (Wanted(asked) is not { } on)
        {
            return;
        }

        json.WriteBoolean("enable_thinking"u8, on);
        var budget = asked.BudgetTokens ?? ReasoningScale.BudgetOf(asked.Effort);
        if (!on || budget is not { } tokens)
        {
            return;
        }

        if (!traits.ThinkingBudget)
        {
            context.Losses.Add(LossKind.Approximated, path, "Reasoning is on or off here, without an amount.");
            return;
        }

        json.WriteNumber("thinking_budget"u8, tokens);
        if (asked.BudgetTokens is null)
        {
            context.Losses.Add(
                LossKind.Approximated, path, $"The effort {asked.Effort} is sent as a budget of {tokens} tokens.");
        }
    }

    private static void WriteThinking(
        Utf8JsonWriter json, ReasoningRequest asked, string path, ProviderContext context, OpenAIChatTraits traits)
    {
        var effort = asked.Effort is "none" ? null : asked.Effort;
        if (Wanted(asked) is { } on && (asked.Enabled is not null || !on || effort is null || !traits.ReasoningEffort))
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, on ? "enabled"u8 : "disabled"u8);
            json.WriteEndObject();
        }

        if (asked.BudgetTokens is { } budget && budget > 0 && effort is null)
        {
            effort = traits.ReasoningEffort ? ReasoningScale.EffortOf(budget) : null;
            context.Losses.Add(
                LossKind.Approximated,
                path,
                effort is null ? "Reasoning is on or off here, without an amount."
                    : $"The budget of {budget} tokens is sent as the effort {effort}.");
        }
        else if (effort is not null && !traits.ReasoningEffort)
        {
            context.Losses.Add(LossKind.Approximated, path, "Reasoning is on or off here, without an effort.");
        }

        if (effort is not null && traits.ReasoningEffort)
        {
            json.WriteString("reasoning_effort"u8, effort);
        }
    }

    private static void WriteEffort(
        Utf8JsonWriter json, ReasoningRequest asked, string path, ProviderContext context)
    {
        var effort = asked.Effort;
        if (effort is null && asked.Enabled == false)
        {
            effort = "none";
        }
        else if (effort is null && asked.BudgetTokens is { } budget)
        {
            effort = ReasoningScale.EffortOf(budget);
            context.Losses.Add(
                LossKind.Approximated, path, $"The budget of {budget} tokens is sent as the effort {effort}.");
        }
        else if (effort is null && Wanted(asked) == true)
        {
            effort = "medium";
            context.Losses.Add(
                LossKind.Approximated, path, "Reasoning without an amount is sent as the effort medium.");
        }

        if (effort is not null)
        {
            json.WriteString("reasoning_effort"u8, effort);
        }
    }
}
