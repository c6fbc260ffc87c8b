using Godwit.Gateway.Attempts.Limits;
using Godwit.Policy.Catalog;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Limits;

/// <summary>What is read from headers, and what of them is not believed.</summary>
public sealed class AllowanceHeadersTests
{
    private static readonly long Now = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero).UtcTicks;
    private static readonly CatalogAllowanceHeaders Names = new() { Limit = "x-l", Remaining = "x-r", Reset = "x-t" };

    [Fact]
    public void What_is_left_the_whole_and_the_reset_are_read()
    {
        var reading = Read(("x-l", "60"), ("x-r", "59"), ("x-t", "1s"));
        Assert.Equal(new AllowanceReading(59, 60, Now + TimeSpan.TicksPerSecond, Steady: true), reading);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("1.5")]
    [InlineData("1e9")]
    [InlineData("0x10")]
    [InlineData("many")]
    [InlineData("99999999999999999999")]
    public void A_remainder_that_is_no_count_is_not_believed(string left) =>
        Assert.Null(Read(("x-l", "60"), ("x-r", left), ("x-t", "1s")));

    [Theory]
    [InlineData("0")]
    [InlineData("5")]
    [InlineData("-1")]
    [InlineData("none")]
    public void A_whole_that_is_less_than_what_is_left_is_not_believed(string whole) =>
        Assert.Null(Read(("x-l", whole), ("x-r", "10"), ("x-t", "1s"))!.Value.Whole);

    [Fact]
    public void A_reset_that_is_none_spoils_the_reading() =>
        Assert.Null(Read(("x-l", "60"), ("x-r", "0"), ("x-t", "0")));

    [Fact]
    public void Without_a_reset_nothing_is_believed_but_where_the_window_is_known()
    {
        Assert.Null(Read(("x-l", "60"), ("x-r", "0")));
        Assert.Equal(
            new AllowanceReading(0, 60, Now + TimeSpan.TicksPerMinute, Steady: false),
            Read(Names with { Reset = null, WindowSeconds = 60 }, ("x-l", "60"), ("x-r", "0")));
    }

    [Fact]
    public void A_header_that_comes_twice_says_nothing() =>
        Assert.Null(Read(("x-l", "60"), ("x-r", "0"), ("x-r", "5"), ("x-t", "1s")));

    [Fact]
    public void Nothing_is_allocated()
    {
        using var without = Answer();
        using var with = Answer(("x-l", "60"), ("x-r", "59"), ("x-t", "6m0s"));
        Assert.Equal(0, AllocatedBy(without));
        Assert.Equal(0, AllocatedBy(with));
    }

    private static long AllocatedBy(HttpResponseMessage answer)
    {
        AllowanceHeaders.TryRead(answer.Headers, Names, LimitRefill.Steady, Now, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            AllowanceHeaders.TryRead(answer.Headers, Names, LimitRefill.Steady, Now, out _);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static AllowanceReading? Read(params (string Name, string Value)[] headers) => Read(Names, headers);

    private static AllowanceReading? Read(
        CatalogAllowanceHeaders names, params (string Name, string Value)[] headers)
    {
        using var answer = Answer(headers);
        return AllowanceHeaders.TryRead(answer.Headers, names, LimitRefill.Steady, Now, out var reading)
            ? reading : null;
    }

    private static HttpResponseMessage Answer(params (string Name, string Value)[] headers)
    {
        var answer = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            answer.Headers.TryAddWithoutValidation(name, value);
        return answer;
    }
}
