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

/// <summary>Why a message came back.</summary>
public sealed record BounceRequest
{
    /// <summary>What the other side's mail system said, in one line.</summary>
    public required string Reason { get; init; }
}
