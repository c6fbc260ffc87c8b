using Godwit.Control.Notices;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices.Delivery;

public sealed class NoticeDeliveryOnSqliteTests() : NoticeDeliveryTests(new SqliteTestDatabase());

public sealed class NoticeDeliveryOnPostgresTests() : NoticeDeliveryTests(new PostgresTestDatabase());

/// <summary>That each message is handed over once, whatever fails on the way, on every engine.</summary>
public abstract class NoticeDeliveryTests : IAsyncLifetime
{
    private static readonly NoticeCampaign Campaign = Samples.Campaign();

    private readonly FakeTimeProvider time = new(Samples.Effective.AddDays(-14));
    private readonly RecordingChannel channel = new();
    private readonly TestDatabase test;
    private IDatabase database = null!;
    private NoticeOutbox outbox = null!;

    private protected NoticeDeliveryTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        database = await test.ConnectAsync(time);
        await database.MigrateAsync(CancellationToken.None);
        outbox = new NoticeOutbox(database);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Nodes_that_run_at_once_hand_each_message_over_once()
    {
        await ComposeAsync([.. Enumerable.Range(0, 40).Select(i => Samples.Row($"org-{i}"))]);

        var tried = await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => Task.Run(() => Node().RunAsync([Campaign], default))));

        Assert.Equal(40, tried.Sum());
        Assert.Equal(40, channel.Sent.Select(row => row.Id).Distinct().Count());
        Assert.Equal(40, channel.Sent.Count);
    }

    [Fact]
    public async Task A_crash_between_taking_and_sending_leads_to_one_message()
    {
        await ComposeAsync(Samples.Row());
        channel.Next.Enqueue(_ => throw new InvalidOperationException("the process dies"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Node().RunAsync([Campaign], default));

        // The next process finds it taken, until the dead one's lease is over.
        Assert.Equal(0, await Node().RunAsync([Campaign], default));
        time.Advance(NoticeDelivery.Lease);
        Assert.Equal(1, await Node().RunAsync([Campaign], default));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await Node().RunAsync([Campaign], default));

        Assert.Single(channel.Sent);
    }

    [Fact]
    public async Task A_failure_is_tried_again_with_growing_waits_and_given_up_in_the_end()
    {
        await ComposeAsync(Samples.Row());
        for (var i = 0; i < NoticeBackoff.MostTries; i++)
            channel.Next.Enqueue(_ => DeliveryOutcome.Retry("451 later"));

        var tries = 0;
        for (var hour = 0; hour < 60 * 24; hour++)
        {
            tries += await Node().RunAsync([Campaign], default);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(NoticeBackoff.MostTries, tries);
        var row = (await outbox.FindAsync(Samples.Row().Id, default))!;
        Assert.Equal((NoticeState.Failed, "451 later"), (row.State, row.LastError));
        Assert.Empty(channel.Sent);
    }

    [Fact]
    public async Task What_bounces_or_fails_for_good_is_not_tried_again()
    {
        await ComposeAsync(Samples.Row("a"), Samples.Row("b"));
        channel.Next.Enqueue(_ => DeliveryOutcome.Bounced("550 no such user"));
        channel.Next.Enqueue(_ => DeliveryOutcome.Failed("404"));

        Assert.Equal(2, await Node().RunAsync([Campaign], default));
        time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(0, await Node().RunAsync([Campaign], default));

        var counts = await outbox.CountAsync(Samples.Row().Key.Stage, default);
        Assert.Equal((1, 1), (counts[NoticeState.Bounced], counts[NoticeState.Failed]));
    }

    [Fact]
    public async Task A_message_whose_policy_changed_after_it_was_taken_is_withdrawn()
    {
        await ComposeAsync(Samples.Row());

        await Node().RunAsync([Samples.Campaign(version: 2)], default);

        Assert.Empty(channel.Sent);
        Assert.Equal(NoticeState.Withdrawn, (await outbox.FindAsync(Samples.Row().Id, default))!.State);
    }

    [Fact]
    public void Waits_grow_to_an_hour_and_are_never_the_same_for_all()
    {
        var backoff = new NoticeBackoff(new Random(7));
        for (var tries = 1; tries <= NoticeBackoff.MostTries; tries++)
        {
            var full = TimeSpan.FromMinutes(Math.Min(60, Math.Pow(2, tries - 1)));
            Assert.InRange(backoff.After(tries), full / 2, full);
        }

        Assert.NotEqual(backoff.After(5), backoff.After(5));
    }

    private NoticeDelivery Node() => new(
        new NoticeOutbox(database), [channel], new NoticeBackoff(new Random(11)), time,
        NullLogger<NoticeDelivery>.Instance);

    private async Task ComposeAsync(params NoticeRow[] rows) =>
        await outbox.ComposeAsync(rows[0].Key.Stage, rows, time.GetUtcNow(), false, default);
}
