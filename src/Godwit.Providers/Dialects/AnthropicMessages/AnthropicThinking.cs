using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// How a model is asked to think: <c>thinking</c>, and <c>output_config.effort</c>. Models differ in whether they take
/// a budget of tokens or decide themselves; the catalog says which.
/// </summary>
internal sealed record AnthropicThinking
{
    /// <summary>The smallest budget the interface takes.</summary>
    private const long LeastBudget = 1024;

    private static readonly AnthropicThinking None = new();

    /// <summary>enabled, adaptive or disabled; null for nothing said.</summary>
    public string? Type { get; private init; }

    public long? Budget { get; private init; }

    /// <summary>summarized or omitted; null for the default.</summary>
    public string? Display { get; private init; }

    public string? Effort { get; private init; }

    /// <summary>The model is asked to think.</summary>
    public bool IsOn => Type is "enabled" or "adaptive";

    /// <summary>Decides it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The target.</param>
    /// <param name="limit">Most tokens of output, of which the budget is a part.</param>
    public static AnthropicThinking Of(GenAIRequest request, ProviderContext context, long limit)
    {
        if (request.Reasoning is not { } asked)
        {
            return None;
        }

        var display = asked.Show switch { true => "summarized", false => "omitted", _ => null };
        if (request.Dialect == Dialect.AnthropicMessages)
        {
            var type = asked switch
            {
                { Adaptive: true } => "adaptive",
                { Enabled: false } => "disabled",
                { Enabled: true } => "enabled",
                _ => null,
            };
            return new() { Type = type, Budget = asked.BudgetTokens, Display = display, Effort = asked.Effort };
        }

        if (asked.Enabled == false || asked.Effort == "none" || asked.BudgetTokens == 0)
        {
            // Without a word models do not think, and the newest refuse to be told not to (docs.aws.amazon.com/bedrock,
            // adaptive thinking, read 2026-11-25).
            return None;
        }

        var path = request.PathOf(RequestField.Reasoning);
        if (context.Facts is { Verified: true, Abilities: { Count: > 0 } known } && !known.Contains(Ability.Reasoning))
        {
            context.Losses.Drop(path, "The model does not reason.");
            return None;
        }

        return context.Facts?.ReasoningForm == ReasoningForm.Budget
            ? WithBudget(request, context.Losses, path, limit) with { Display = display }
            : new()
            {
                Type = "adaptive", Display = display, Effort = EffortOf(asked, context.Losses, path),
            };
    }

    public void Write(AnthropicWriting writing)
    {
        if (Type is null)
        {
            return;
        }

        var json = writing.Json;
        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, Type);
        if (Budget is { } budget)
        {
            json.WriteNumber("budget_tokens"u8, budget);
        }

        if (Display is not null && IsOn)
        {
            json.WriteString("display"u8, Display);
        }

        writing.WriteRest("thinking");
        json.WriteEndObject();
    }

    private static AnthropicThinking WithBudget(GenAIRequest request, LossReport losses, string path, long limit)
    {
        if (limit <= LeastBudget)
        {
            losses.Drop(path, $"The least budget of thinking is {LeastBudget} tokens; the limit of all is {limit}.");
            return None;
        }

        if (LoopWithoutSeal(request))
        {
            losses.Drop(path, "The calls under way lack thinking that Anthropic signed; with a budget it demands it.");
            return None;
        }

        var asked = request.Reasoning!;
        if (asked.BudgetTokens is not { } budget || budget < 0)
        {
            // A fifth is left for the answer itself.
            var near = asked.Effort == "max" ? limit : ReasoningScale.BudgetOf(asked.Effort ?? "medium") ?? limit;
            budget = Math.Min(near, limit * 4 / 5);
            losses.Add(LossKind.Approximated, path, "The model takes a budget of tokens instead of an effort.");
        }

        var taken = Math.Clamp(budget, LeastBudget, limit - 1);
        if (taken != budget && asked.BudgetTokens == budget)
        {
            losses.Add(LossKind.Clamped, path, $"The budget is {LeastBudget} or more, and below the limit of all.");
        }

        return new() { Type = "enabled", Budget = taken };
    }

    private static string? EffortOf(ReasoningRequest asked, LossReport losses, string path)
    {
        if (asked.Effort == "minimal")
        {
            losses.Add(LossKind.Approximated, path, "Anthropic's least effort is low.");
            return "low";
        }

        if (asked.Effort is null && asked.BudgetTokens is > 0 and var budget)
        {
            losses.Add(LossKind.Approximated, path, "The model takes an effort instead of a budget of tokens.");
            return ReasoningScale.EffortOf(budget) is var near && near == "minimal" ? "low" : near;
        }

        return asked.Effort;
    }

    /// <summary>
    /// True when the last turn of the model calls tools and begins without signed thinking: with a budget the interface
    /// refuses that (400, "Expected `thinking` or `redacted_thinking`").
    /// </summary>
    private static bool LoopWithoutSeal(GenAIRequest request)
    {
        for (var i = request.Messages.Count - 1; i >= 0; i--)
        {
            var message = request.Messages[i];
            if (message.Role == Role.User)
            {
                return false;
            }

            if (message.Role == Role.Assistant && message.Parts.Exists(part => part is ToolCallPart))
            {
                return message.Parts[0] is not ReasoningPart { Seal.Origin: Dialect.AnthropicMessages };
            }
        }

        return false;
    }
}
