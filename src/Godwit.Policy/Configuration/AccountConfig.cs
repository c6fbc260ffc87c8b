using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>What is known of an organization besides its addresses, each fact with its source and day.</summary>
public sealed record AccountConfig
{
    [Description("Territory that was checked: by documents, a tax number, a bank.")]
    public AccountFactConfig? Verified { get; init; }

    [Description("Territory of the billing address.")]
    public AccountFactConfig? Billing { get; init; }

    [Description("Territory that the organization declares.")]
    public AccountFactConfig? Declared { get; init; }

    [Description("Who owns it, by territory; the shares need not add up to 100.")]
    public IReadOnlyList<OwnershipConfig>? Ownership { get; init; }

    /// <summary>The fact of a kind; null when it is not known.</summary>
    public AccountFactConfig? Fact(AccountFactKind kind) => kind switch
    {
        AccountFactKind.Verified => Verified,
        AccountFactKind.Billing => Billing,
        _ => Declared,
    };
}

/// <summary>One territory of an organization, and how it is known.</summary>
public sealed record AccountFactConfig
{
    [Description("ISO 3166-1 or 3166-2 code.")]
    public required string Territory { get; init; }

    [Description("Where it is known from, e.g. the name of a check or document.")]
    public required string Source { get; init; }

    [Description("Day on which it was so, e.g. 2026-11-01.")]
    public required DateOnly AsOf { get; init; }
}

/// <summary>The share of an organization that is owned from one territory.</summary>
public sealed record OwnershipConfig
{
    [Description("ISO 3166-1 or 3166-2 code of the owner's territory.")]
    public required string Territory { get; init; }

    [Description("Share of it, above 0 and up to 100.")]
    public required decimal Percent { get; init; }

    [Description("Where it is known from, e.g. the name of a register.")]
    public required string Source { get; init; }

    [Description("Day on which it was so, e.g. 2026-11-01.")]
    public required DateOnly AsOf { get; init; }
}
