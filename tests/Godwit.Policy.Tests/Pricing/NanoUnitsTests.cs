using System.Globalization;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Policy.Tests.Pricing;

/// <summary>Each rounding is what it is called.</summary>
public class NanoUnitsTests
{
    [Theory]
    [InlineData("0", 0, 0, 0L)]
    [InlineData("1.5", 1_500_000_000, 1_500_000_000, 1_500_000_000L)]
    [InlineData("0.000000001", 1, 1, 1L)]
    [InlineData("0.0000000011", 2, 1, null)]
    [InlineData("0.0000000015", 2, 2, null)]
    [InlineData("0.0000000025", 3, 2, null)]
    [InlineData("-0.0000000011", -1, -1, null)]
    public void An_amount_is_rounded_up_to_the_nearest_or_not_at_all(string text, long up, long nearest, long? exact)
    {
        var amount = decimal.Parse(text, CultureInfo.InvariantCulture);

        Assert.Equal(
            (up, nearest, exact), (NanoUnits.Up(amount), NanoUnits.Nearest(amount), NanoUnits.Exact(amount)));
    }

    [Fact]
    public void What_is_exact_comes_back() =>
        Assert.Equal(12.345678901m, NanoUnits.InUnits(NanoUnits.Exact(12.345678901m)!.Value));
}
