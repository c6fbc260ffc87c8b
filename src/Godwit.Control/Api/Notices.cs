using Godwit.Control.Notices.Outbox;

namespace Godwit.Control.Api;

/// <summary>A message in the outbox.</summary>
public sealed record NoticeView
{
    /// <summary>32 hex digits; the local part of the mail's Message-ID, and the webhook's id.</summary>
    public required string Id { get; init; }

    public required string Policy { get; init; }

    public long PolicyVersion { get; init; }

    /// <summary>Days from the policy's instant, e.g. <c>T-14</c>, <c>T-0</c>, <c>T+1</c>.</summary>
    public required string Stage { get; init; }

    public required string Organization { get; init; }

    /// <summary><c>mail</c>, or <c>webhook:</c> and its name.</summary>
    public required string Channel { get; init; }

    /// <summary>Mail address.</summary>
    public string? Recipient { get; init; }

    public required string Language { get; init; }

    public required string Subject { get; init; }

    public NoticeState State { get; init; }

    /// <summary>Not sent before.</summary>
    public DateTimeOffset DueAt { get; init; }

    public long Tries { get; init; }

    public string? LastError { get; init; }

    /// <summary>When it was sent, given up, or came back.</summary>
    public DateTimeOffset? SettledAt { get; init; }
}

/// <summary>A message with its words.</summary>
public sealed record NoticeMessage
{
    public required NoticeView Notice { get; init; }

    /// <summary>Plain text of a mail, or the JSON that a webhook gets.</summary>
    public required string Body { get; init; }

    /// <summary>HTML part of a mail.</summary>
    public string? Html { get; init; }
}

/// <summary>What would be sent at a stage, or lies ready for it.</summary>
public sealed record NoticePreview
{
    public required string Policy { get; init; }

    public long PolicyVersion { get; init; }

    public required string Plan { get; init; }

    /// <summary>First instant at which requests are refused.</summary>
    public DateTimeOffset Effective { get; init; }

    public required string Stage { get; init; }

    /// <summary>When the stage's messages are due, if nobody confirms them before.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Whether they lie in the outbox already; what is shown is what lies there then.</summary>
    public bool Composed { get; init; }

    /// <summary>One for each organization, in order of name.</summary>
    public required IReadOnlyList<NoticeRecipient> Recipients { get; init; }
}

/// <summary>An organization that is told, and what.</summary>
public sealed record NoticeRecipient
{
    public required string Organization { get; init; }

    /// <summary>Mail address; without one there is no mail.</summary>
    public string? Recipient { get; init; }

    /// <summary>Why there is no mail.</summary>
    public string? Problem { get; init; }

    public long Requests { get; init; }

    /// <summary>Share of the organization's requests, 0 to 1.</summary>
    public decimal Share { get; init; }

    public IReadOnlyList<string> Territories { get; init; } = [];

    public DateTimeOffset FirstSeen { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    public required string Language { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>State of the mail that lies in the outbox; null when none does.</summary>
    public NoticeState? State { get; init; }
}

/// <summary>Which messages are to be sent now.</summary>
public sealed record SendNoticesRequest
{
    /// <summary>Name of the TerritoryPolicy.</summary>
    public required string Policy { get; init; }

    /// <summary>Stage, e.g. <c>T-7</c>; the one that is open or next when absent.</summary>
    public string? Stage { get; init; }
}

/// <summary>Why a message came back.</summary>
public sealed record BounceRequest
{
    /// <summary>What the other side's mail system said, in one line.</summary>
    public required string Reason { get; init; }
}

/// <summary>How the notices of policies stand.</summary>
public sealed record NoticeStatus
{
    /// <summary>What keeps this node from sending mail; null when nothing does.</summary>
    public string? MailObstacle { get; init; }

    public required IReadOnlyList<NoticePolicyStatus> Policies { get; init; }

    /// <summary>Messages, the latest due first.</summary>
    public required IReadOnlyList<NoticeView> Items { get; init; }
}

/// <summary>A policy that is announced, and its stages.</summary>
public sealed record NoticePolicyStatus
{
    public required string Policy { get; init; }

    public long PolicyVersion { get; init; }

    public required string Plan { get; init; }

    public DateTimeOffset Effective { get; init; }

    public required IReadOnlyList<NoticeStageStatus> Stages { get; init; }
}

/// <summary>One stage, and how many of its messages are how far.</summary>
public sealed record NoticeStageStatus
{
    public required string Stage { get; init; }

    /// <summary>The stage's instant.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When its messages were made; null when they were not.</summary>
    public DateTimeOffset? ComposedAt { get; init; }

    public int Pending { get; init; }

    public int Sent { get; init; }

    public int Failed { get; init; }

    public int Bounced { get; init; }

    public int Withdrawn { get; init; }
}
