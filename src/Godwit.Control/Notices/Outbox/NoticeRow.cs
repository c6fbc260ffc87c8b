using Godwit.Control.Storage;

namespace Godwit.Control.Notices.Outbox;

/// <summary>A message as it lies in the outbox.</summary>
internal sealed record NoticeRow
{
    public required NoticeKey Key { get; init; }

    /// <summary>Name of the plan it was made by.</summary>
    public required string Plan { get; init; }

    /// <summary>Mail address; null for a webhook, whose URL stands in the plan.</summary>
    public string? Recipient { get; init; }

    public required string Language { get; init; }

    public required string Subject { get; init; }

    /// <summary>The plain text of a mail, or the JSON that a webhook gets.</summary>
    public required string Body { get; init; }

    /// <summary>The HTML part of a mail; empty for a webhook.</summary>
    public string Html { get; init; } = "";

    public NoticeState State { get; init; }

    /// <summary>Not sent before.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public long Tries { get; init; }

    /// <summary>Tells the one who took it from those who took it before.</summary>
    public string? LeaseToken { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it came to its end.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    public string Id => Key.Id();
}

/// <summary>A row of the table.</summary>
internal sealed record StoredNotice(
    string Policy, long PolicyVersion, string Stage, string Organization, string Channel, string Plan,
    string? Recipient, string Language, string Subject, string Body, string Html, string State, string DueAt,
    long Tries, string? LeaseToken, string? LastError, string CreatedAt, string? SettledAt)
{
    public const string Columns =
        """
        policy as Policy, policy_version as PolicyVersion, stage as Stage, organization as Organization,
        channel as Channel, plan as Plan, recipient as Recipient, language as Language, subject as Subject,
        body as Body, html as Html, state as State, due_at as DueAt, tries as Tries, lease_token as LeaseToken,
        last_error as LastError, created_at as CreatedAt, settled_at as SettledAt
        """;

    public NoticeRow Read() => new()
    {
        Key = new NoticeKey(new StageKey(Policy, PolicyVersion, Stage), Organization, Channel),
        Plan = Plan,
        Recipient = Recipient,
        Language = Language,
        Subject = Subject,
        Body = Body,
        Html = Html,
        State = Enum.Parse<NoticeState>(State, ignoreCase: true),
        DueAt = Instants.Read(DueAt),
        Tries = Tries,
        LeaseToken = LeaseToken,
        LastError = LastError,
        CreatedAt = Instants.Read(CreatedAt),
        SettledAt = SettledAt is { } at ? Instants.Read(at) : null,
    };
}
