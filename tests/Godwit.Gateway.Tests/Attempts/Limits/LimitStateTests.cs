using Godwit.Gateway.Attempts.Limits;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Limits;

/// <summary>What is left of a provider's limits between its answers.</summary>
public sealed class LimitStateTests
{
    private static readonly long Second = TimeSpan.TicksPerSecond;
    private static readonly long Start = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero).UtcTicks;
    private readonly LimitState state = new(tells: true);
    private long now = Start;

    [Fact]
    public void Without_an_answer_nobody_is_held_back()
    {
        for (var i = 0; i < 1000; i++)
            Send();
    }

    [Fact]
    public void Two_requests_do_not_both_take_the_last_one()
    {
        Answer(Send(), left: 1, reset: 30);
        Send();
        Assert.Equal(new LimitHold(LimitKind.Requests, now + (30 * Second)), Held());
        now += 30 * Second;
        Send();
    }

    [Fact]
    public void Many_threads_take_exactly_what_is_left()
    {
        Answer(Send(), left: 100, reset: 30);
        var sent = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (state.Take(now, 1, out var _) is null)
                Interlocked.Increment(ref sent);
        });
        Assert.Equal(100, sent);
    }

    [Fact]
    public void What_was_sent_after_the_answered_request_is_not_counted_in_its_answer_and_counts_against_it()
    {
        var first = Send();
        Send();
        Send();
        Answer(first, left: 3, reset: 30);
        Send();
        Assert.NotNull(Held());
    }

    [Fact]
    public void An_answer_to_a_much_earlier_request_changes_nothing()
    {
        var early = Send();
        now += 5 * Second;
        Answer(Send(), left: 2, reset: 30);
        Answer(early, left: 0, reset: 30);
        Send();
        Send();
        Assert.NotNull(Held());
    }

    [Theory]
    [InlineData("1", 2)]
    [InlineData("13", 2)]
    [InlineData("132", 2)]
    [InlineData("3", 2)]
    [InlineData("31", 2)]
    [InlineData("321", 2)]
    [InlineData("2", 2)]
    [InlineData("23", 2)]
    [InlineData("213", 2)]
    public void Requests_sent_together_are_counted_once_in_whatever_order_they_are_counted_and_answered(
        string answered, int possible)
    {
        // Five were left before the three: two are left after them, whoever came first.
        foreach (var counted in (string[])["123", "132", "213", "231", "312", "321"])
        {
            var fresh = new LimitStateTests();
            var marks = new[] { fresh.Send(), fresh.Send(), fresh.Send() };
            foreach (var which in answered)
            {
                var before = counted.IndexOf(which, StringComparison.Ordinal);
                fresh.Answer(marks[which - '1'], left: 4 - before, reset: 30);
            }

            var sent = 0;
            while (sent < 10 && fresh.Held() is null)
                sent++;
            Assert.True(sent <= possible, counted);
            Assert.True(answered.Length < 3 || sent == possible, counted);
        }
    }

    [Fact]
    public void Thousands_under_way_at_once_are_counted()
    {
        var marks = Enumerable.Range(0, 900).Select(_ => Send()).ToList();
        Answer(marks[^1], left: 1000, reset: 30);
        for (var i = 0; i < 101; i++)
            Send();
        Assert.NotNull(Held());
    }

    [Fact]
    public void What_flows_back_evenly_is_given_out_evenly()
    {
        // Six a minute: one every ten seconds.
        Answer(Send(), left: 0, whole: 6, reset: 60, steady: true);
        Assert.Equal(now + (10 * Second), Held()!.Value.Until);
        now += 10 * Second;
        Send();
        Assert.Equal(now + (10 * Second), Held()!.Value.Until);
        now += 25 * Second;
        Send();
        Send();
        Assert.NotNull(Held());
    }

    [Fact]
    public void A_limit_of_tokens_holds_back_whoever_needs_more_and_lets_others_pass()
    {
        var mark = Send();
        Learn(LimitKind.Tokens, new AllowanceReading(100, 1000, now + (20 * Second), Steady: false), mark);
        Assert.Equal(LimitKind.Tokens, Held(101)!.Value.Kind);
        Send(60);
        Assert.NotNull(Held(50));
        Send(40);
        Assert.NotNull(Held(1));
    }

    [Fact]
    public void Who_needs_more_than_there_ever_is_waits_for_the_whole_and_no_longer()
    {
        var mark = Send();
        Learn(LimitKind.InputTokens, new AllowanceReading(0, 1000, now + (20 * Second), Steady: true), mark);
        Assert.NotNull(Held(5000));
        now += 20 * Second;
        Send(5000);
    }

    [Fact]
    public void Of_output_something_has_to_be_left()
    {
        var mark = Send();
        Learn(LimitKind.OutputTokens, new AllowanceReading(0, 10, now + Second, Steady: false), mark);
        Assert.Equal(LimitKind.OutputTokens, Held()!.Value.Kind);
    }

    [Fact]
    public void Nothing_is_believed_for_longer_than_ten_minutes()
    {
        Answer(Send(), left: 0, reset: 30 * 24 * 3600);
        Assert.Equal(now + (600 * Second), Held()!.Value.Until);
        now += 600 * Second;
        Send();
        state.Wait(TimeSpan.FromDays(3), now);
        Assert.Equal(new LimitHold(LimitKind.Wait, now + (600 * Second)), Held());
    }

    [Fact]
    public void A_wait_holds_everybody_back_and_a_shorter_one_does_not_end_it()
    {
        state.Wait(TimeSpan.FromSeconds(7), now);
        state.Wait(TimeSpan.FromSeconds(2), now);
        state.Wait(TimeSpan.FromSeconds(-2), now);
        Assert.Equal(now + (7 * Second), Held()!.Value.Until);
        now += 7 * Second;
        Send();
    }

    private LimitMark Send(int need = 1)
    {
        Assert.Null(state.Take(now, need, out var mark));
        return mark;
    }

    private LimitHold? Held(int need = 1) => state.Take(now, need, out _);

    private void Answer(LimitMark mark, long left, int reset, long whole = 1000, bool steady = false) =>
        Learn(LimitKind.Requests, new AllowanceReading(left, whole, now + (reset * Second), steady), mark);

    private void Learn(LimitKind kind, AllowanceReading reading, LimitMark mark)
    {
        var readings = default(LimitReadings);
        readings[(int)kind] = reading;
        state.Learn(readings, mark, now);
    }
}
