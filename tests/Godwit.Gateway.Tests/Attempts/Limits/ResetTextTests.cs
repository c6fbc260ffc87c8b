using Godwit.Gateway.Attempts.Limits;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Limits;

/// <summary>The forms in which providers say when a limit is whole again, and what is none of them.</summary>
public sealed class ResetTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("1s", 1_000)]
    [InlineData("12ms", 12)]
    [InlineData("6m0s", 360_000)]
    [InlineData("1h2m3.5s", 3_723_500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("500us", 0.5)]
    [InlineData("7.66", 7_660)]
    [InlineData("24", 24_000)]
    [InlineData(" 3 ", 3_000)]
    [InlineData("2026-11-25T12:00:30Z", 30_000)]
    [InlineData("2026-11-25T12:00:30.250Z", 30_250)]
    [InlineData("2026-11-25T07:00:30-05:00", 30_000)]
    public void Each_form_is_read(string text, double milliseconds)
    {
        Assert.True(ResetText.TryRead(text, Now.UtcTicks, out var at));
        Assert.Equal(milliseconds, TimeSpan.FromTicks(at - Now.UtcTicks).TotalMilliseconds, 3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("0s")]
    [InlineData("-1")]
    [InlineData("-1s")]
    [InlineData("+5")]
    [InlineData("1e3")]
    [InlineData("soon")]
    [InlineData("s")]
    [InlineData("1.2.3s")]
    [InlineData("5 s")]
    [InlineData("1w")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1735689600")]
    [InlineData("99999999999999999999999999999999999999")]
    [InlineData("9999999999999999999999999999999999999999999999s")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("2026-11-25T11:59:59Z")]
    [InlineData("2026-13-45T12:00:00Z")]
    [InlineData("2026-11-25")]
    [InlineData("Wed, 25 Nov 2026 12:00:30 GMT")]
    public void What_is_no_time_ahead_or_too_far_to_be_true_is_not_believed(string text) =>
        Assert.False(ResetText.TryRead(text, Now.UtcTicks, out _));
}
