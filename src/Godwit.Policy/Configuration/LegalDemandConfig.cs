using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>The legal demand behind a policy, as RFC 7725 wants it told.</summary>
public sealed record LegalDemandConfig
{
    [Description("URL of who implements the block, told in the refusal as Link with rel=\"blocked-by\".")]
    public required string BlockedBy { get; init; }

    [Description("The demand itself, e.g. a regulation's number; told in the refusal.")]
    public required string Reference { get; init; }
}
