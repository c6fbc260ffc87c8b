using Godwit.Gateway.Attempts.Limits;
using Xunit;

namespace Godwit.Gateway.Tests.Attempts.Limits;

/// <summary>What is left of a provider's limits between its answers.</summary>
public sealed class LimitStateTests
{
    private static readonly long Second = TimeSpan.TicksPerSecond;
    private static readonly long Start = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero).UtcTicks;
    private readonly LimitState state = new();
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
    public void An_answer_to_an_earlier_request_changes_nothing_unless_it_was_sent_at_about_the_same_time()
    {
        var early = Send();
        now += 5 * Second;
        var (one, other) = (Send(), Send());
        Answer(other, left: 2, reset: 30);
        Answer(early, left: 0, reset: 30);
        Send();
        Answer(one, left: 1, reset: 30);
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
        state.Learn(LimitKind.Tokens, new AllowanceReading(100, 1000, now + (20 * Second), Steady: false), mark, now);
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
        var reading = new AllowanceReading(0, 1000, now + (20 * Second), Steady: true);
        state.Learn(LimitKind.InputTokens, reading, mark, now);
        Assert.NotNull(Held(5000));
        now += 20 * Second;
        Send(5000);
    }

    [Fact]
    public void Of_output_something_has_to_be_left()
    {
        var mark = Send();
        state.Learn(LimitKind.OutputTokens, new AllowanceReading(0, 10, now + Second, Steady: false), mark, now);
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

    private void Answer(LimitMark mark, long left, int reset, long whole = 1000, bool steady = false) => state.Learn(
        LimitKind.Requests, new AllowanceReading(left, whole, now + (reset * Second), steady), mark, now);
}
