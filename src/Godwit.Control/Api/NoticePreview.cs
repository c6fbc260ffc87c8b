using Godwit.Control.Notices.Outbox;

namespace Godwit.Control.Api;

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

    /// <summary>Why there is no mail, or what has changed since it was composed.</summary>
    public string? Problem { get; init; }

    public long Requests { get; init; }

    /// <summary>Share of the organization's requests, 0 to 1.</summary>
    public decimal Share { get; init; }

    public IReadOnlyList<string> Territories { get; init; } = [];

    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

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
