using System.Collections.Immutable;
using Godwit.Policy.Calendars;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Policy.Grants;

/// <summary>A grant, compiled. One and the same object stands on every target it is for.</summary>
public sealed class GrantRules
{
    public required string Name { get; init; }

    /// <summary>Counts up with every change of the resource; 0 when it was never stored.</summary>
    public long Version { get; init; }

    /// <summary>What it was compiled from.</summary>
    public required GrantConfig Spec { get; init; }

    /// <summary>Its name in charges and counters: <c>grant/NAME</c>.</summary>
    public required string Account { get; init; }

    /// <summary>Name of the Provider resource it is for.</summary>
    public required string Provider { get; init; }

    /// <summary>Patterns of the models' names; empty for all.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Account of the provider's credentials; null for any.</summary>
    public string? ProviderAccount { get; init; }

    /// <summary>By the organization's index in the snapshot, whether it is for it; default for all.</summary>
    public ImmutableArray<bool> Organizations { get; init; }

    public required GrantUnit Unit { get; init; }

    /// <summary>ISO 4217 with <see cref="GrantUnit.Money"/>; null else.</summary>
    public string? Currency { get; init; }

    /// <summary>What is given in each period: tokens, or nano units of the currency.</summary>
    public required long Amount { get; init; }

    /// <summary>First instant it can be used, UTC ticks.</summary>
    public required long FromTicks { get; init; }

    /// <summary>First instant it can no longer be used, UTC ticks; <see cref="long.MaxValue"/> for none.</summary>
    public required long UntilTicks { get; init; }

    /// <summary>In each period of which it is given anew; null: it is given once.</summary>
    public CalendarPeriod? Calendar { get; init; }

    /// <summary>Whether it can be used at an instant, as far as time goes.</summary>
    public bool IsLive(long nowTicks) => nowTicks >= FromTicks && nowTicks < UntilTicks;

    /// <summary>The period of an instant; of one before it begins the first, of one after its end the last.</summary>
    public GrantPeriod PeriodOf(long nowTicks)
    {
        if (Calendar is null)
            return new GrantPeriod(0, UntilTicks);
        var (start, next) = Calendar.Of(Math.Max(FromTicks, Math.Min(nowTicks, UntilTicks - 1)));
        return new GrantPeriod(start, Math.Min(next, UntilTicks));
    }

    /// <summary>Whether it pays for a request of a model, sent with a credential of an account.</summary>
    /// <param name="model">The model's name within the provider.</param>
    /// <param name="account">Account of the credential; null when it has none.</param>
    /// <param name="organization">The organization's index in the snapshot; -1 for none.</param>
    public bool Matches(string model, string? account, int organization) =>
        MatchesModel(model) && MatchesAccount(account) && MatchesOrganization(organization);

    public bool MatchesModel(string model)
    {
        foreach (var pattern in Models)
        {
            if (NamePattern.Matches(pattern, model))
                return true;
        }

        return Models.IsEmpty;
    }

    public bool MatchesAccount(string? account) => ProviderAccount is null || ProviderAccount == account;

    public bool MatchesOrganization(int organization) =>
        Organizations.IsDefault || ((uint)organization < (uint)Organizations.Length && Organizations[organization]);

    /// <summary>
    /// What usage takes of it, rounded up: tokens, or nano units of its currency; null when that is not known, as in
    /// another currency.
    /// </summary>
    public long? AmountOf(in TokenUsage usage, Cost? cost)
    {
        if (Unit == GrantUnit.Money)
        {
            return cost is { Amount: >= 0 and <= GrantAmounts.MostMoney } known && known.Currency == Currency
                ? NanoUnits.Up(known.Amount) : null;
        }

        // As for prices: without a count of the input nothing is known; an answer without output has none.
        if (usage.InputTokens is not (>= 0 and <= GrantAmounts.MostTokens and var input))
            return null;
        if ((usage.OutputTokens ?? 0) is not (>= 0 and <= GrantAmounts.MostTokens and var output))
            return null;
        return Unit switch
        {
            GrantUnit.InputTokens => input,
            GrantUnit.OutputTokens => output,
            _ => input + output,
        };
    }

    public override string ToString() => Account;
}
