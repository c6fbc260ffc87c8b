using Xunit;

namespace Godwit.Host.Tests.Cli;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("no-such-verb")]
    [InlineData("territory", "explain")]
    [InlineData("territory", "explain", "--address", "111.13.101.208", "--at", "yesterday")]
    [InlineData("simulate", "openai", "--fault", "no_such_fault")]
    [InlineData("simulate", "openai", "--pace", "fast")]
    public async Task Wrong_usage_ends_with_2_and_says_what_is_wrong(params string[] arguments)
    {
        var (code, _, error) = await CommandLine.RunAsync(arguments);

        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Help_ends_with_0()
    {
        var (code, output, _) = await CommandLine.RunAsync("--help");

        Assert.Equal(0, code);
        Assert.Contains("simulate", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_ends_with_1()
    {
        var (code, _, error) = await CommandLine.RunAsync("catalog", "show", "no-such-provider");

        Assert.Equal(1, code);
        Assert.Contains("openai", error, StringComparison.Ordinal);
    }
}
