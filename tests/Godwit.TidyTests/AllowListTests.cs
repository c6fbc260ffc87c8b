using Godwit.TidyTests.Support;
using Xunit;

namespace Godwit.TidyTests;

/// <summary>Exceptions to the rules are themselves kept in order.</summary>
public sealed class AllowListTests
{
    [Fact]
    public void Every_exception_names_a_rule_what_it_is_for_and_a_reason() => Assert.Empty(AllowList.Malformed);

    [Fact]
    public void Every_exception_is_to_a_rule_that_exists()
    {
        var sources = SourceTree.WithExtension(".cs")
            .Where(file => file.StartsWith("tests/Godwit.TidyTests/", StringComparison.Ordinal))
            .Select(SourceTree.Text).ToArray();

        Assert.All(AllowList.Rules, rule => Assert.Contains(
            sources, text => text.Contains($"\"{rule}\"", StringComparison.Ordinal)));
    }
}
