using System.Collections.Frozen;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Grants;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Tests.Grants;

/// <summary>Grants, targets and balances for the tests of grants.</summary>
internal static class GrantSamples
{
    public static long Ticks(string instant) =>
        DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).UtcTicks;

    public static GrantRules Grant(
        string name = "g", string until = "2027-01-01T00:00:00Z", GrantRenewal renews = GrantRenewal.Never,
        string zone = "UTC", GrantUnit unit = GrantUnit.Tokens, string? account = null, long amount = 1000,
        string from = "2026-01-01T00:00:00Z") => new()
    {
        Name = name,
        Spec = new GrantConfig { Provider = "alpha", Unit = unit, Amount = amount, From = default },
        Account = "grant/" + name,
        Provider = "alpha",
        ProviderAccount = account,
        Unit = unit,
        Currency = unit == GrantUnit.Money ? "USD" : null,
        Amount = amount,
        FromTicks = Ticks(from),
        UntilTicks = until.Length == 0 ? long.MaxValue : Ticks(until),
        Calendar = GrantRulesCompiler.CalendarOf(renews, zone),
    };

    public static TargetRules Target(string model, params GrantRules[] grants) => new()
    {
        Provider = Provider,
        Model = model,
        ProviderModel = model,
        ProviderModelJson = default,
        When = TargetCondition.Always,
        Doors =
        [
            new DoorRules
            {
                Dialect = Dialect.OpenAIChat,
                Endpoints = new Dictionary<Operation, Uri> { [Operation.Chat] = new("http://localhost/") }
                    .ToFrozenDictionary(),
                StreamEndpoints = FrozenDictionary<Operation, Uri>.Empty,
            },
        ],
        Grants = [.. grants],
    };

    public static RouteRules Route(
        GrantEnd onGrantEnd, RoutePreference prefer = RoutePreference.Grants, params TargetRules[] targets) => new()
    {
        Name = "r",
        Targets = [.. targets],
        OnFailure = OnFailure.Next,
        Prefer = prefer,
        OnGrantEnd = onGrantEnd,
        Implied = false,
    };

    // Callers from China are told at the model "noticed" that it ends for them.
    private static TerritoryPolicyConfig Announced { get; } = new()
    {
        Scope = new() { Models = ["noticed"] },
        Serves = new() { Exclude = ["CN"] },
        NoticeFrom = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero),
        Effective = new() { From = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    private static ProviderRules Provider { get; } = new()
    {
        Index = 0,
        Name = "alpha",
        TelemetryName = "alpha",
        Dialect = Dialect.OpenAIChat,
        Http2 = false,
        Simulated = false,
        StreamUsageOption = true,
        ConnectTimeout = TimeSpan.FromSeconds(1),
        ResponseTimeout = TimeSpan.FromSeconds(1),
        IdleTimeout = TimeSpan.FromSeconds(1),
        Territories = [TerritoryRulesCompiler.Compile(new("announced", 1, Announced), CatalogSet.Empty, [])],
    };
}

/// <summary>Balances by the grant's name; nothing is left of one that is not named.</summary>
internal sealed class Balances(params (string Grant, long Left)[] left) : IGrantBalances
{
    public long Available(GrantRules grant, long period) =>
        left.FirstOrDefault(one => one.Grant == grant.Name).Left;
}
