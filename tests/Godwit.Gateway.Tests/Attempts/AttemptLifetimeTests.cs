using Godwit.Gateway.Attempts;
using Godwit.Policy.Catalog;
using Godwit.Policy.Territories;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts;

/// <summary>What ends an attempt, and only that one.</summary>
public sealed class AttemptLifetimeTests
{
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void A_cut_ends_the_attempt_on_its_instant_and_not_before()
    {
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        lifetime.EndAt(Cut(), time);
        time.Advance(Ahead - TimeSpan.FromTicks(1));
        Assert.Equal((false, null), (lifetime.Token.IsCancellationRequested, lifetime.Cut));
        time.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(lifetime.Token.IsCancellationRequested);
        Assert.Equal(Cut().AtTicks, lifetime.Cut!.Value.AtTicks);
        Assert.False(lifetime.ClientGone);
    }

    [Fact]
    public void A_provider_that_takes_too_long_is_no_cut()
    {
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        lifetime.EndAt(Cut(), time);
        lifetime.ExpireAfter(Ahead / 2);
        time.Advance(Ahead / 2);
        Assert.Equal((true, null), (lifetime.Token.IsCancellationRequested, lifetime.Cut));
    }

    [Fact]
    public void What_is_over_is_not_cut_any_more_nor_is_the_next_attempt_of_the_connection()
    {
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        lifetime.EndAt(Cut(), time);
        lifetime.End();
        lifetime.Begin(time, CancellationToken.None);
        time.Advance(2 * Ahead);
        Assert.Equal((false, null), (lifetime.Token.IsCancellationRequested, lifetime.Cut));
    }

    [Fact]
    public void A_cut_that_is_years_ahead_is_waited_for_by_nobody()
    {
        using var lifetime = new AttemptLifetime();
        lifetime.Begin(time, CancellationToken.None);
        lifetime.EndAt(Cut() with { AtTicks = time.GetUtcNow().AddYears(3).UtcTicks }, time);
        time.Advance(TimeSpan.FromDays(50));
        Assert.False(lifetime.Token.IsCancellationRequested);
    }

    private TerritoryCut Cut() => new(
        (time.Start + Ahead).UtcTicks,
        TerritoryRulesCompiler.Compile(
            new("p", 1, new() { Scope = new(), Serves = new() { Exclude = ["CN"] } }), CatalogSet.Empty, []));
}
