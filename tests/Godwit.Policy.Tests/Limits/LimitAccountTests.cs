using Godwit.Policy.Configuration;
using Godwit.Policy.Limits;
using Xunit;

namespace Godwit.Policy.Tests.Limits;

/// <summary>Accounts of limits say what they count.</summary>
public class LimitAccountTests
{
    [Fact]
    public void Each_unit_and_each_currency_has_an_account_of_its_own_that_names_the_limit()
    {
        var accounts = Enum.GetValues<LimitUnit>().Select(unit => LimitAccount.Of("Budget/b", unit, "USD"))
            .Append(LimitAccount.Of("Budget/b", LimitUnit.Spend, "CNY")).ToList();

        Assert.Equal(
            [
                "Budget/b#requests", "Budget/b#tokens", "Budget/b#input_tokens", "Budget/b#output_tokens",
                "Budget/b#concurrency", "Budget/b#USD", "Budget/b#CNY",
            ],
            accounts);
        Assert.All(accounts, account =>
        {
            Assert.Equal("Budget/b", LimitAccount.LimitOf(account));
            Assert.True(LimitAccount.IsLegal(account));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("b")]
    [InlineData("#USD")]
    [InlineData("b#")]
    [InlineData("b#USD#CNY")]
    [InlineData("b#U D")]
    [InlineData("b\n#USD")]
    public void Whatever_else_is_none(string account) => Assert.False(LimitAccount.IsLegal(account));

    [Fact]
    public void What_names_no_unit_is_a_name() => Assert.Equal("grant/g", LimitAccount.LimitOf("grant/g"));
}
