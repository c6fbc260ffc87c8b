using Godwit.Gateway.Counters;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>What was given to a node that did not hear of it comes back.</summary>
public sealed class UnheardAnswerTests
{
    private static readonly AccountShape Period = new(1, TimeSpan.FromDays(1), Vanishes: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_given_and_not_heard_of_is_given_back(bool gaveUp)
    {
        var ceilings = new LocalCeilings();
        var meter = new UnheardCeilings(ceilings, gaveUp).MeterOf("Budget/b", Period);
        var asked = meter.ReserveAsync(1, 100, 60, WhenCountersLost.Refuse, Cancellation);
        if (gaveUp)
            await Assert.ThrowsAsync<OperationCanceledException>(async () => await asked);
        else
            Assert.False(await asked);

        await meter.TidyAsync(1, again: false, _ => false, Cancellation);

        var left = await ceilings.Open("Budget/b", Period).RaiseAsync(1, 100, 0, 30, Cancellation);
        Assert.Equal((30, 70), (left.Ceiling, left.Left));
    }
}
