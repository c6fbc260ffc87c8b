using Godwit.Control.Notices.Outbox;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Storage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices.Outbox;

public sealed class NoticeOutboxOnSqliteTests() : NoticeOutboxTests(new SqliteTestDatabase());

public sealed class NoticeOutboxOnPostgresTests() : NoticeOutboxTests(new PostgresTestDatabase());

/// <summary>What the outbox keeps to, on every engine.</summary>
public abstract class NoticeOutboxTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Now = Samples.Effective.AddDays(-14);

    private readonly TestDatabase test;
    private IDatabase database = null!;
    private NoticeOutbox outbox = null!;

    private protected NoticeOutboxTests(TestDatabase test) => this.test = test;

    public async ValueTask InitializeAsync()
    {
        database = await test.ConnectAsync(new FakeTimeProvider(Now));
        await database.MigrateAsync(CancellationToken.None);
        outbox = new NoticeOutbox(database);
    }

    public async ValueTask DisposeAsync()
    {
        await test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_stage_is_composed_once_however_many_nodes_try()
    {
        var rows = Enumerable.Range(0, 20).Select(i => Samples.Row($"org-{i}")).ToList();

        var composed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ =>
            Task.Run(() => new NoticeOutbox(database).ComposeAsync(rows[0].Key.Stage, rows, Now, false, default))));

        Assert.Single(composed, made => made);
        Assert.Equal(20, (await outbox.StageAsync(rows[0].Key.Stage, default)).Count);
    }

    [Fact]
    public async Task Composing_again_adds_who_is_missing_and_changes_nobody()
    {
        await ComposeAsync(Samples.Row("acme"));

        await outbox.ComposeAsync(
            Samples.Row().Key.Stage, [Samples.Row("acme") with { Subject = "Other" }, Samples.Row("zeta")], Now, true,
            default);

        var rows = await outbox.StageAsync(Samples.Row().Key.Stage, default);
        Assert.Equal([("acme", "A subject"), ("zeta", "A subject")], rows.Select(r => (r.Key.Organization, r.Subject)));
    }

    [Fact]
    public async Task Workers_that_run_at_once_take_each_message_once()
    {
        const int messages = 60;
        await ComposeAsync([.. Enumerable.Range(0, messages).Select(i => Samples.Row($"org-{i}"))]);

        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(TakeAllAsync)));

        Assert.Equal(messages, taken.Sum(ids => ids.Count));
        Assert.Equal(messages, taken.SelectMany(ids => ids).Distinct().Count());

        async Task<List<string>> TakeAllAsync()
        {
            var (own, ids) = (new NoticeOutbox(database), new List<string>());
            while (await own.ClaimAsync(true, Now, Lease, default) is { } row)
            {
                ids.Add(row.Id);
                Assert.True(await own.SettleAsync(row, NoticeState.Sent, null, Now, default));
            }

            return ids;
        }
    }

    [Fact]
    public async Task Nothing_is_taken_before_it_is_due()
    {
        await ComposeAsync(Samples.Row(due: Now.AddHours(1)));

        Assert.Null(await outbox.ClaimAsync(true, Now, Lease, default));
        Assert.NotNull(await outbox.ClaimAsync(true, Now.AddHours(1), Lease, default));
    }

    [Fact]
    public async Task A_worker_that_dies_leaves_its_message_to_another_when_the_lease_is_over()
    {
        await ComposeAsync(Samples.Row());
        var dead = (await outbox.ClaimAsync(true, Now, Lease, default))!;

        Assert.Null(await outbox.ClaimAsync(true, Now + Lease / 2, Lease, default));
        var next = (await outbox.ClaimAsync(true, Now + Lease, Lease, default))!;

        Assert.Equal((dead.Id, 2), (next.Id, next.Tries));
        // Whoever lost the lease has no say any more.
        Assert.False(await outbox.SettleAsync(dead, NoticeState.Failed, "late", Now + Lease, default));
        Assert.False(await outbox.RetryAsync(dead, "late", Now, default));
        Assert.True(await outbox.SettleAsync(next, NoticeState.Sent, null, Now + Lease, default));
        Assert.Null(await outbox.ClaimAsync(true, Now.AddYears(1), Lease, default));
    }

    [Fact]
    public async Task A_message_that_failed_waits_for_its_next_try()
    {
        await ComposeAsync(Samples.Row());
        var row = (await outbox.ClaimAsync(true, Now, Lease, default))!;
        await outbox.RetryAsync(row, "451 later", Now.AddMinutes(2), default);

        Assert.Null(await outbox.ClaimAsync(true, Now.AddMinutes(1), Lease, default));
        var again = (await outbox.ClaimAsync(true, Now.AddMinutes(2), Lease, default))!;
        Assert.Equal((2, "451 later"), (again.Tries, again.LastError));
    }

    [Fact]
    public async Task A_node_without_a_mail_server_leaves_mails_to_the_others()
    {
        await ComposeAsync(Samples.Row(), Samples.Row(channel: NoticeKey.WebhookChannel("chat")));

        Assert.Equal("webhook:chat", (await outbox.ClaimAsync(false, Now, Lease, default))!.Key.Channel);
        Assert.Null(await outbox.ClaimAsync(false, Now, Lease, default));
        Assert.Equal("mail", (await outbox.ClaimAsync(true, Now, Lease, default))!.Key.Channel);
    }

    [Fact]
    public async Task Confirmed_drafts_are_due_now()
    {
        await ComposeAsync(Samples.Row(due: Now.AddHours(1)));
        await outbox.ConfirmAsync(Samples.Row().Key.Stage, Now, default);

        Assert.NotNull(await outbox.ClaimAsync(true, Now, Lease, default));
    }

    [Fact]
    public async Task A_later_stage_that_is_due_overtakes_one_that_still_waits()
    {
        await ComposeAsync(Samples.Row(stage: "T-14"));
        await ComposeAsync(Samples.Row(stage: "T-7", due: Now.AddDays(7)));

        await outbox.WithdrawOvertakenAsync(Now.AddDays(6), default);
        Assert.Equal(2, (await outbox.ListAsync(null, NoticeState.Pending, 10, default)).Count);
        await outbox.WithdrawOvertakenAsync(Now.AddDays(7), default);
        var left = Assert.Single(await outbox.ListAsync(null, NoticeState.Pending, 10, default));
        Assert.Equal("T-7", left.Key.Stage.Stage);
    }

    [Fact]
    public async Task What_waits_of_an_earlier_version_is_withdrawn_and_what_was_sent_is_not()
    {
        await ComposeAsync(Samples.Row("acme"), Samples.Row("zeta"));
        await ComposeAsync(Samples.Row("acme", version: 2));
        var sent = (await outbox.ClaimAsync(true, Now, Lease, default))!;
        await outbox.SettleAsync(sent, NoticeState.Sent, null, Now, default);

        Assert.Equal([1, 2], (await outbox.WaitingAsync(default)).Select(w => w.Version).Order().Distinct());
        await outbox.WithdrawAsync("openai-territories", 2, Now, default);

        var states = (await outbox.ListAsync("openai-territories", null, 10, default))
            .ToLookup(row => row.Key.Stage.PolicyVersion, row => row.State);
        Assert.DoesNotContain(NoticeState.Pending, states[1]);
        Assert.Contains(NoticeState.Sent, states[1].Concat(states[2]));
    }

    [Fact]
    public async Task Only_a_message_that_was_sent_comes_back()
    {
        await ComposeAsync(Samples.Row());
        var id = Samples.Row().Id;
        Assert.False(await outbox.BounceAsync(id, "550 no such user", Now, default));
        var row = (await outbox.ClaimAsync(true, Now, Lease, default))!;
        await outbox.SettleAsync(row, NoticeState.Sent, null, Now, default);

        Assert.True(await outbox.BounceAsync(id, "550 no such user", Now, default));
        var found = (await outbox.FindAsync(id, default))!;
        Assert.Equal((NoticeState.Bounced, "550 no such user"), (found.State, found.LastError));
        Assert.Equal(1, (await outbox.CountAsync(row.Key.Stage, default))[NoticeState.Bounced]);
    }

    [Fact]
    public void An_id_follows_from_the_key_and_no_two_keys_share_one()
    {
        NoticeRow[] rows =
        [
            Samples.Row(), Samples.Row("acme1"), Samples.Row(version: 2), Samples.Row(stage: "T-7"),
            Samples.Row(channel: "webhook:a"), Samples.Row("a", "cmeT-14"),
        ];

        Assert.Equal(rows.Length, rows.Select(row => row.Id).Distinct().Count());
        Assert.Equal(Samples.Row().Id, Samples.Row().Id);
    }

    private async Task ComposeAsync(params NoticeRow[] rows) =>
        Assert.True(await outbox.ComposeAsync(rows[0].Key.Stage, rows, Now, false, default));
}
