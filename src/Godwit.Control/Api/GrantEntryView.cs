namespace Godwit.Control.Api;

/// <summary>Rows of the ledger of a grant.</summary>
public sealed record GrantEntryList
{
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<GrantEntryView> Items { get; init; }
}

/// <summary>A row of the ledger of a grant: an amount that went from one account to another.</summary>
public sealed record GrantEntryView
{
    /// <summary>Place in the ledger.</summary>
    public required long Seq { get; init; }

    /// <summary>Id of the first request, or one of its own.</summary>
    public required string Id { get; init; }

    /// <summary>When it happened; the last time of several requests.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>First instant of the day, week or month; null for a grant that does not renew.</summary>
    public DateTimeOffset? Period { get; init; }

    /// <summary>granted, reserved, used, released, expired or corrected.</summary>
    public required string Kind { get; init; }

    /// <summary>Account it was taken from: provider, available, reserved, used, expired, corrected or denied.</summary>
    public required string From { get; init; }

    /// <summary>Account it went to.</summary>
    public required string To { get; init; }

    /// <summary>Tokens or money; of a Grant that is no more, tokens or billionths of money.</summary>
    public required decimal Amount { get; init; }

    /// <summary>How many requests moved the amount; null where none did.</summary>
    public long? Requests { get; init; }

    public string? Note { get; init; }
}

/// <summary>What is left of a grant, by who knows better than the ledger.</summary>
public sealed record GrantCorrectionRequest
{
    /// <summary>Name of the Grant.</summary>
    public required string Grant { get; init; }

    /// <summary>What is left in the present period: tokens or money.</summary>
    public required decimal Balance { get; init; }

    /// <summary>Where that is known from.</summary>
    public required string Reason { get; init; }
}
