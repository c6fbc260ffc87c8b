using System.Data.Common;
using Dapper;
using Godwit.Control.Storage;

namespace Godwit.Control.Notices.Outbox;

/// <summary>Messages that are to be sent, each once. The same statements run on both engines.</summary>
/// <remarks>
/// A row is taken by a lease: one statement makes it <c>sending</c> with a token, and only who has the token may say
/// how it ended. A node that dies leaves its lease to run out, and another one goes on.
/// </remarks>
internal sealed class NoticeOutbox(IDatabase database)
{
    /// <summary>Puts a stage's messages into the outbox, all or none, unless the stage was composed before.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="rows">Its messages.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="again">Adds those that are missing from a stage that was composed before.</param>
    /// <param name="cancellation">Gives up; nothing is changed then.</param>
    public async Task<bool> ComposeAsync(
        StageKey stage, IReadOnlyList<NoticeRow> rows, DateTimeOffset now, bool again, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Another node that composes the same stage waits here, and then finds it done.
        var made = await ExecuteAsync(
            connection,
            """
            insert into notice_stages (policy, policy_version, stage, composed_at)
            values (@Policy, @PolicyVersion, @Stage, @at)
            on conflict (policy, policy_version, stage) do nothing
            """,
            new { stage.Policy, stage.PolicyVersion, stage.Stage, at = Instants.Write(now) }, transaction,
            cancellation);
        if (made == 0 && !again)
            return false;
        foreach (var row in rows)
            await InsertAsync(connection, transaction, row, now, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>When a stage was composed; null when it was not.</summary>
    public async Task<DateTimeOffset?> ComposedAtAsync(StageKey stage, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var at = await connection.ValueAsync<string?>(new CommandDefinition(
            "select composed_at from notice_stages "
            + "where policy = @Policy and policy_version = @PolicyVersion and stage = @Stage",
            stage, cancellationToken: cancellation));
        return at is null ? null : Instants.Read(at);
    }

    /// <summary>Takes the message that has waited longest; null when there is none to be sent now.</summary>
    /// <param name="mail">Whether mails are taken; webhooks always are.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="lease">How long it is taken for: longer than any attempt to send it can last.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<NoticeRow?> ClaimAsync(
        bool mail, DateTimeOffset now, TimeSpan lease, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.RowAsync<StoredNotice>(new CommandDefinition(
            $"""
             update notices set state = 'sending', tries = tries + 1, lease_token = @token, lease_until = @until
             where id = (
               select id from notices
               where ((state = 'pending' and try_at <= @at) or (state = 'sending' and lease_until <= @at))
                 and (@mail = 1 or channel <> '{NoticeKey.Mail}')
               order by try_at, id limit 1 {database.SkipLocked})
             returning {StoredNotice.Columns}
             """,
            new
            {
                token = Guid.NewGuid().ToString("n"), at = Instants.Write(now), until = Instants.Write(now + lease),
                mail = mail ? 1 : 0,
            },
            cancellationToken: cancellation));
        return row?.Read();
    }

    /// <summary>Says how a message that was taken ended; false when another one has taken it since.</summary>
    public Task<bool> SettleAsync(
        NoticeRow row, NoticeState state, string? error, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            """
            update notices set state = @state, last_error = @error, settled_at = @at, lease_token = null,
              lease_until = null
            where id = @Id and state = 'sending' and lease_token = @LeaseToken
            """,
            new { row.Id, row.LeaseToken, state = Name(state), error, at = Instants.Write(now) }, cancellation);

    /// <summary>Lets a message that was taken wait for its next try.</summary>
    public Task<bool> RetryAsync(
        NoticeRow row, string error, DateTimeOffset tryAt, CancellationToken cancellation) =>
        ChangeAsync(
            """
            update notices set state = 'pending', last_error = @error, try_at = @at, lease_token = null,
              lease_until = null
            where id = @Id and state = 'sending' and lease_token = @LeaseToken
            """,
            new { row.Id, row.LeaseToken, error, at = Instants.Write(tryAt) }, cancellation);

    /// <summary>Makes the drafts of a stage due now, because somebody has seen them and said so.</summary>
    public Task<bool> ConfirmAsync(StageKey stage, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            """
            update notices set due_at = @at, try_at = @at
            where policy = @Policy and policy_version = @PolicyVersion and stage = @Stage and state = 'pending'
              and tries = 0 and due_at > @at
            """,
            new { stage.Policy, stage.PolicyVersion, stage.Stage, at = Instants.Write(now) }, cancellation);

    /// <summary>Withdraws what still waits where a later stage is due for the same reader.</summary>
    public Task<bool> WithdrawOvertakenAsync(DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            """
            update notices set state = 'withdrawn', last_error = 'a later stage is due', settled_at = @at
            where state = 'pending' and due_at <= @at and exists (
              select 1 from notices later
              where later.policy = notices.policy and later.policy_version = notices.policy_version
                and later.organization = notices.organization and later.channel = notices.channel
                and later.due_at > notices.due_at and later.due_at <= @at and later.state <> 'withdrawn')
            """,
            new { at = Instants.Write(now) }, cancellation);

    /// <summary>Withdraws what still waits of other versions of a policy than the one given; null for all.</summary>
    public Task<bool> WithdrawAsync(
        string policy, long? exceptVersion, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            """
            update notices set state = 'withdrawn', last_error = 'the policy has changed', settled_at = @at
            where state = 'pending' and policy = @policy and policy_version <> @version
            """,
            new { policy, version = exceptVersion ?? -1, at = Instants.Write(now) }, cancellation);

    /// <summary>The policies of which something waits, with each version.</summary>
    public async Task<IReadOnlyList<(string Policy, long Version)>> WaitingAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<(string, long)>(new CommandDefinition(
            "select distinct policy, policy_version from notices where state = 'pending'",
            cancellationToken: cancellation));
        return rows.AsList();
    }

    /// <summary>Records that a message that was sent came back; false when there is no such message.</summary>
    public Task<bool> BounceAsync(string id, string reason, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(
            "update notices set state = 'bounced', last_error = @reason, settled_at = @at "
            + "where id = @id and state in ('sent', 'bounced')",
            new { id, reason, at = Instants.Write(now) }, cancellation);

    public async Task<NoticeRow?> FindAsync(string id, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.RowAsync<StoredNotice>(new CommandDefinition(
            $"select {StoredNotice.Columns} from notices where id = @id", new { id },
            cancellationToken: cancellation));
        return row?.Read();
    }

    /// <summary>Messages, the latest due first; a filter that is null restricts nothing.</summary>
    public async Task<IReadOnlyList<NoticeRow>> ListAsync(
        string? policy, NoticeState? state, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<StoredNotice>(new CommandDefinition(
            $"""
             select {StoredNotice.Columns} from notices
             where (cast(@policy as text) is null or policy = @policy)
               and (cast(@state as text) is null or state = @state)
             order by due_at desc, organization, channel limit @limit
             """,
            new { policy, state = state is { } one ? Name(one) : null, limit }, cancellationToken: cancellation));
        return [.. rows.Select(row => row.Read())];
    }

    /// <summary>How many messages of a stage are in each state.</summary>
    public async Task<IReadOnlyDictionary<NoticeState, int>> CountAsync(
        StageKey stage, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<(string State, long Count)>(new CommandDefinition(
            """
            select state, count(*) from notices
            where policy = @Policy and policy_version = @PolicyVersion and stage = @Stage group by state
            """,
            stage, cancellationToken: cancellation));
        return rows.ToDictionary(row => Enum.Parse<NoticeState>(row.State, ignoreCase: true), row => (int)row.Count);
    }

    /// <summary>The messages of one stage, in order of organization and channel.</summary>
    public async Task<IReadOnlyList<NoticeRow>> StageAsync(StageKey stage, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<StoredNotice>(new CommandDefinition(
            $"""
             select {StoredNotice.Columns} from notices
             where policy = @Policy and policy_version = @PolicyVersion and stage = @Stage
             order by organization, channel
             """,
            stage, cancellationToken: cancellation));
        return [.. rows.Select(row => row.Read())];
    }

    /// <summary>An organization's messages that were due in a period, in their order.</summary>
    /// <param name="organization">Who is told.</param>
    /// <param name="from">Inclusive.</param>
    /// <param name="to">Exclusive.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<NoticeRow>> OfOrganizationAsync(
        string organization, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var rows = await connection.RowsAsync<StoredNotice>(new CommandDefinition(
            $"""
             select {StoredNotice.Columns} from notices
             where organization = @organization and due_at >= @from and due_at < @to
             order by due_at, policy, stage, channel
             """,
            new { organization, from = Instants.Write(from), to = Instants.Write(to) },
            cancellationToken: cancellation));
        return [.. rows.Select(row => row.Read())];
    }

    private static Task<int> InsertAsync(
        DbConnection connection, DbTransaction transaction, NoticeRow row, DateTimeOffset now,
        CancellationToken cancellation) =>
        ExecuteAsync(
            connection,
            """
            insert into notices (id, policy, policy_version, stage, organization, channel, plan, recipient, language,
              subject, body, html, state, due_at, try_at, tries, last_error, created_at, settled_at)
            values (@Id, @Policy, @PolicyVersion, @Stage, @Organization, @Channel, @Plan, @Recipient, @Language,
              @Subject, @Body, @Html, 'pending', @due, @due, 0, null, @at, null)
            on conflict (policy, policy_version, stage, organization, channel) do nothing
            """,
            new
            {
                row.Id, row.Key.Stage.Policy, row.Key.Stage.PolicyVersion, row.Key.Stage.Stage, row.Key.Organization,
                row.Key.Channel, row.Plan, row.Recipient, row.Language, row.Subject, row.Body, row.Html,
                due = Instants.Write(row.DueAt), at = Instants.Write(now),
            },
            transaction, cancellation);

    private async Task<bool> ChangeAsync(string sql, object values, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await ExecuteAsync(connection, sql, values, null, cancellation) > 0;
    }

    private static Task<int> ExecuteAsync(
        DbConnection connection, string sql, object values, DbTransaction? transaction,
        CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(sql, values, transaction, cancellationToken: cancellation));

    private static string Name(NoticeState state) => state.ToString().ToLowerInvariant();
}
