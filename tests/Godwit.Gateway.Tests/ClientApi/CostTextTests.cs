using System.Globalization;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Pricing;
using Xunit;

namespace Godwit.Gateway.Tests.ClientApi;

/// <summary>A cost is written as the runtime's custom format would write it.</summary>
public class CostTextTests
{
    [Theory]
    [InlineData("0", "0 USD")]
    [InlineData("0.00000321", "0.00000321 USD")]
    [InlineData("12.5000", "12.5 USD")]
    [InlineData("1234567.0000000001", "1234567.0000000001 USD")]
    [InlineData("-0.25", "-0.25 USD")]
    [InlineData("-3.25", "-3.25 USD")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335 USD")]
    public void Zeros_at_the_end_are_left_out(string amount, string text) => Assert.Equal(
        text, CostText.Of(new Cost(decimal.Parse(amount, CultureInfo.InvariantCulture), "USD")));

    [Fact]
    public void Any_amount_is_written_as_the_custom_format_writes_it()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var amount = new decimal(
                random.Next(), random.Next(4) == 0 ? random.Next(1000) : 0, 0, isNegative: false,
                (byte)random.Next(0, 16));
            var expected = amount.ToString("0.##########", CultureInfo.InvariantCulture);
            Assert.Equal($"{expected} EUR", CostText.Of(new Cost(amount, "EUR")));
        }
    }
}
