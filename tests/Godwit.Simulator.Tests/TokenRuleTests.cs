using FsCheck.Xunit;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Tests;

public sealed class TokenRuleTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("Hello", 1)]
    [InlineData("Hello world", 2)]
    [InlineData("migration", 2)]
    [InlineData("北京天气", 4)]
    [InlineData("a, b.", 4)]
    [InlineData("😀😀", 2)]
    public void Tokens_are_counted_by_the_documented_rule(string text, int tokens) =>
        Assert.Equal(tokens, TokenRule.Count(text));

    [Property]
    public bool Cutting_after_all_tokens_keeps_the_text(string? text) =>
        TokenRule.LengthOf(text ?? "", TokenRule.Count(text ?? "")) == (text ?? "").Length;
}
