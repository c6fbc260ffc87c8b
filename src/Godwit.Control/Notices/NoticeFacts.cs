namespace Godwit.Control.Notices;

/// <summary>Everything that one message says, before it is put into words.</summary>
internal sealed record NoticeFacts
{
    /// <summary>Name of the organization as people know it.</summary>
    public required string Organization { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The providers that the policy is about.</summary>
    public required IReadOnlyList<string> Providers { get; init; }

    /// <summary>First instant at which requests are refused.</summary>
    public required DateTimeOffset Effective { get; init; }

    public required NoticeStage Stage { get; init; }

    /// <summary>What was observed.</summary>
    public required AffectedOrganization Observed { get; init; }

    /// <summary>Where a caller asks what may be used: a URL, or the path alone.</summary>
    public required string Availability { get; init; }

    /// <summary>Where a recipient objects: a mail address or a URL.</summary>
    public required string Contest { get; init; }

    /// <summary>Who answers questions: a mail address or a URL.</summary>
    public required string Contact { get; init; }

    /// <summary>In whose name the message is sent.</summary>
    public required string Sender { get; init; }
}
