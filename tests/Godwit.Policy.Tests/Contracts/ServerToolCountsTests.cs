using System.Text;
using FsCheck.Xunit;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>Counts of tools: sums and equality, and few names whatever an answer says.</summary>
public class ServerToolCountsTests
{
    [Fact]
    public void A_sum_has_each_tool_once_in_the_order_of_names()
    {
        var one = Of(("web_search", 2), ("x_search", 1));

        var sum = ServerToolCounts.Add(one, Of(("file_search", 3), ("web_search", 1)));

        Assert.Equal("file_search=3 web_search=3 x_search=1", sum!.ToString());
        Assert.Equal(7, sum.Total);
        Assert.Equal("web_search=2 x_search=1", one!.ToString());
    }

    [Fact]
    public void Nothing_is_kept_of_nothing()
    {
        Assert.Null(ServerToolCounts.Of("web_search", 0));
        Assert.Null(ServerToolCounts.Of("web_search", null));
        Assert.Null(ServerToolCounts.Of("web_search", -1));
        Assert.Null(ServerToolCounts.Add(null, null));
        Assert.Equal(Of(("web_search", 1)), ServerToolCounts.Add(null, Of(("web_search", 1))));
        Assert.Equal(Of(("web_search", 1)), ServerToolCounts.Add(Of(("web_search", 1)), "web_fetch", 0));
    }

    [Property(MaxTest = 300)]
    public void Usage_with_the_same_tools_is_equal_and_a_sum_has_the_calls_of_both(byte[] one, byte[] other)
    {
        var (first, second) = (Usage(one), Usage(other));

        Assert.Equal(first, Usage([.. one.Reverse()]));
        Assert.Equal(first.GetHashCode(), Usage([.. one.Reverse()]).GetHashCode());
        Assert.Equal(Usage([.. one, .. other]), first.Plus(second));
        Assert.Equal(first.Plus(second), second.Plus(first));
        Assert.Equal(Kinds(one).SequenceEqual(Kinds(other)), first == second);

        static IEnumerable<int> Kinds(byte[] tools) => tools.Select(tool => tool % ServerToolCounts.MostKinds).Order();
    }

    [Fact]
    public void No_count_passes_what_an_answer_can_have()
    {
        var many = ServerToolCounts.Of("web_search", long.MaxValue);

        Assert.Equal(TokenUsage.MostTokens, ServerToolCounts.Add(many, many)!.Total);
        Assert.Equal(TokenUsage.MostTokens, ServerToolCounts.Add(many, "web_fetch", long.MaxValue)!.Total);
    }

    [Fact]
    public void What_is_one_kind_too_many_counts_as_another_one_and_no_call_is_lost()
    {
        ServerToolCounts? counts = null;
        for (var i = 0; i < 1_000; i++)
            counts = ServerToolCounts.Add(counts, FormattableString.Invariant($"tool_{i}"), 2);

        Assert.Equal(ServerToolCounts.MostKinds + 1, counts!.Counts.Length);
        Assert.Equal(2_000, counts.Total);
        Assert.Equal(2_000 - (2 * ServerToolCounts.MostKinds), counts.Counts.Single(c => c.Tool == "other").Calls);
    }

    [Theory]
    [InlineData("web_search", "web_search")]
    [InlineData("a_tool_of_tomorrow_2", "a_tool_of_tomorrow_2")]
    [InlineData("", "other")]
    [InlineData("Web_Search", "other")]
    [InlineData("web-search", "other")]
    [InlineData("web search", "other")]
    [InlineData("搜索", "other")]
    [InlineData("a\u0000b", "other")]
    [InlineData("abcdefghijklmnopqrstuvwxyz_01234", "abcdefghijklmnopqrstuvwxyz_01234")]
    [InlineData("abcdefghijklmnopqrstuvwxyz_012345", "other")]
    public void A_name_that_nobody_can_keep_is_another_one(string name, string expected) =>
        Assert.Equal(expected, ServerToolNames.Of(Encoding.UTF8.GetBytes(name)));

    private static TokenUsage Usage(byte[] tools)
    {
        var counts = Of([.. tools.Select(tool => ($"t{tool % ServerToolCounts.MostKinds}", 1L))]);
        return new TokenUsage(0, 0, null, null) { ServerToolCalls = counts?.Total, ServerTools = counts };
    }

    private static ServerToolCounts? Of(params (string Tool, long Calls)[] calls) => calls.Aggregate(
        (ServerToolCounts?)null, (sum, one) => ServerToolCounts.Add(sum, one.Tool, one.Calls));
}
