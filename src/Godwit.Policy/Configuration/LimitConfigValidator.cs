using Godwit.Policy.Calendars;
using Godwit.Policy.Limits;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what RateLimits and Budgets say.</summary>
internal static class LimitConfigValidator
{
    private const int MostSeconds = 86_400;

    public static void Validate(Resource<RateLimitConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        CheckAmount("limit", spec.Limit, spec.Unit, errors);
        CheckCurrency(spec.Currency, spec.Unit, errors);
        CheckTools(spec.UnboundedTools, spec.Unit, true, errors);
        if (spec.Unit == LimitUnit.Concurrency && spec.WindowSeconds is not null)
            errors.Add("window_seconds", "has no meaning for what is under way at one time; remove it");
        if (spec.WindowSeconds is { } seconds and (< 1 or > MostSeconds))
            errors.Add(
                "window_seconds", $"{seconds} is out of range; longer periods are a Budget", $"1 to {MostSeconds}");
        CheckScope(spec.Scope, facts, errors);
    }

    public static void Validate(Resource<BudgetConfig> resource, ConfigurationFacts facts, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        if (spec.Unit == LimitUnit.Concurrency)
            errors.Add("unit", "'concurrency' has no period; write a RateLimit", "spend", "tokens", "input_tokens",
                "output_tokens", "requests");
        CheckAmount("amount", spec.Amount, spec.Unit, errors);
        CheckCurrency(spec.Currency, spec.Unit, errors);
        if (!CalendarPeriod.IsZone(spec.TimeZone))
            errors.Add("time_zone", $"'{spec.TimeZone}' is not a time zone that this machine knows; it may lack tzdata",
                "an IANA name, e.g. Asia/Shanghai");
        if (spec.Unpriced == UnpricedTargets.Allow
            && (spec.Unit != LimitUnit.Spend || spec.Enforcement != BudgetEnforcement.Hard))
            errors.Add("unpriced", "is only for a hard budget of spend; remove it");
        CheckTools(spec.UnboundedTools, spec.Unit, spec.Enforcement == BudgetEnforcement.Hard, errors);
        CheckScope(spec.Scope, facts, errors);
        CheckAlerts(spec, errors);
    }

    private static void CheckAmount(string key, decimal amount, LimitUnit unit, ResourceErrors errors)
    {
        if (amount <= 0 || amount > LimitAmount.Most(unit))
            errors.Add(key, $"{amount} is out of range", $"above 0, to {LimitAmount.Most(unit)}");
        else if (unit != LimitUnit.Spend && amount != decimal.Truncate(amount))
            errors.Add(key, $"{amount} is not a whole number", "a whole number");
        else if (unit == LimitUnit.Spend && NanoUnits.Exact(amount) is null)
            errors.Add(key, $"{amount} has more than 9 decimals", "at most 9 decimals");
    }

    private static void CheckCurrency(string? currency, LimitUnit unit, ResourceErrors errors)
    {
        if (unit != LimitUnit.Spend && currency is not null)
            errors.Add("currency", "is only for spend; remove it");
        else if (unit == LimitUnit.Spend && (currency is null || !TextRules.IsCurrency(currency)))
            errors.Add("currency", currency is null ? "is needed with spend" : $"'{currency}' is not a currency",
                TextRules.CurrencyAccepted);
    }

    private static void CheckTools(UnboundedTools tools, LimitUnit unit, bool hard, ResourceErrors errors)
    {
        if (tools == UnboundedTools.Allow
            && (!hard || unit is not (LimitUnit.Tokens or LimitUnit.InputTokens or LimitUnit.Spend)))
            errors.Add("unbounded_tools", "is only for a hard limit of tokens, input_tokens or spend; remove it");
    }

    private static void CheckScope(LimitScopeConfig? scope, ConfigurationFacts facts, ResourceErrors errors)
    {
        if (scope is null)
            return;
        ReferenceRules.CheckAll(
            "scope.organizations", "Organization", scope.Organizations, facts.Organizations, errors);
        ReferenceRules.CheckAll("scope.projects", "Project", scope.Projects, facts.Projects, errors);
        ReferenceRules.CheckAll("scope.keys", "ApiKey", scope.Keys, facts.ApiKeys, errors);
        ReferenceRules.CheckAll("scope.providers", "Provider", scope.Providers, [.. facts.Models.Keys], errors);
        ReferenceRules.CheckAll(
            "scope.models", "model", scope.Models?.Where(m => !NamePattern.IsGlob(m)).ToList() is { Count: > 0 } named
                ? named : null,
            facts.RouteNames, errors);
        if (scope.Models is { Count: 0 })
            errors.Add("scope.models", "is an empty list; name at least one, or remove the key to mean all");
        foreach (var pattern in (scope.Models ?? []).Where(NamePattern.IsGlob))
        {
            if (!facts.RouteNames.Any(name => NamePattern.Matches(pattern, name)))
                errors.Add("scope.models", $"'{pattern}' matches no model");
        }
    }

    private static void CheckAlerts(BudgetConfig spec, ResourceErrors errors)
    {
        for (var i = 0; i < (spec.Alerts?.Count ?? 0); i++)
        {
            if (spec.Alerts![i] is <= 0 or > 1000)
                errors.Add($"alerts[{i}]", $"{spec.Alerts[i]} is out of range", "percents above 0, to 1000");
            if (spec.Alerts.Take(i).Contains(spec.Alerts[i]))
                errors.Add($"alerts[{i}]", $"{spec.Alerts[i]} is listed twice");
        }

        for (var i = 0; i < (spec.Recipients?.Count ?? 0); i++)
        {
            if (!TextRules.IsEmail(spec.Recipients![i]))
                errors.Add($"recipients[{i}]", $"'{spec.Recipients[i]}' is not a mail address", "name@example.com");
        }

        NoticePlanConfigValidator.CheckLanguage("language", spec.Language, errors);
        if (spec.Alerts is null && (spec.Recipients ?? []).Count + (spec.Webhooks ?? []).Count > 0)
            errors.Add("alerts", "is needed for who gets them", "percents, e.g. [50, 80, 100]");
        NoticePlanConfigValidator.CheckWebhooks(spec.Webhooks ?? [], errors);
    }
}
