using System.Text;
using Godwit.Policy.Limits;
using Xunit;

namespace Godwit.Policy.Tests.Limits;

/// <summary>End users' names are made, and found again in accounts.</summary>
public class EndUserNameTests
{
    private static readonly string Alice = EndUserName.Of("team/key", "alice"u8);

    [Fact]
    public void A_name_is_the_key_and_a_hash_of_what_the_client_called_the_end_user()
    {
        Assert.Matches("^team/key/[0-9a-f]{24}$", Alice);
        Assert.Equal(Alice, EndUserName.Of("team/key", "alice"u8));
        Assert.NotEqual(Alice, EndUserName.Of("team/key", "bob"u8));
        Assert.Equal("team/key", EndUserName.KeyOf(Alice).ToString());
        Assert.Equal("", EndUserName.KeyOf("team").ToString());
        Assert.Equal("", EndUserName.KeyOf("0123456789abcdef01234567").ToString());
    }

    [Fact]
    public void An_account_of_an_end_user_in_a_budget_is_taken_apart()
    {
        Assert.True(EndUserName.TryReadAccount(
            Encoding.UTF8.GetBytes($"Budget/b#USD|{Alice}"), out var budget, out var endUser));
        Assert.Equal(("b#USD", Alice), (Encoding.UTF8.GetString(budget), Encoding.UTF8.GetString(endUser)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Budget/b#USD")]
    [InlineData("Budget/b#USD|")]
    [InlineData("Budget/b#USD|key")]
    [InlineData("Budget/b#USD|key/0123")]
    [InlineData("Budget/b#USD|/0123456789abcdef01234567")]
    [InlineData("Budget/b#USD|key/0123456789ABCDEF01234567")]
    [InlineData("Budget/b#USD|key-0123456789abcdef01234567")]
    [InlineData("Budget/b#USD/key/0123456789abcdef01234567")]
    [InlineData("RateLimit/b#USD|key/0123456789abcdef01234567")]
    [InlineData("grant/b|key/0123456789abcdef01234567")]
    public void Whatever_else_is_none(string account) =>
        Assert.False(EndUserName.TryReadAccount(Encoding.UTF8.GetBytes(account), out _, out _));
}
