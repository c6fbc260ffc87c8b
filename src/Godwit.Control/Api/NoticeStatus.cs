namespace Godwit.Control.Api;

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
