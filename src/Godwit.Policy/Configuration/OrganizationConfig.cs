using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>A customer or department: owns projects, receives notices, is what a policy touches.</summary>
public sealed record OrganizationConfig
{
    [Description("Name shown to people; the resource's name when absent.")]
    public string? DisplayName { get; init; }

    [Description("Mail address for notices and refusals.")]
    public string? ContactEmail { get; init; }

    [Description("Language of messages to it, BCP 47, e.g. zh-Hans. English when absent.")]
    public string? Language { get; init; }

    [Description("True for an organization that calls for end users of its own: its keys may hand on the end user's "
        + "address, and the stricter of both addresses decides.")]
    public bool Reseller { get; init; }

    [Description("What is known of where it is and who owns it; territory policies may use it.")]
    public AccountConfig? Account { get; init; }
}

/// <summary>One application or team inside an organization; API keys belong to projects.</summary>
public sealed record ProjectConfig
{
    [Description("Name of the Organization resource that owns the project.")]
    public required string Organization { get; init; }

    [Description("Name shown to people; the resource's name when absent.")]
    public string? DisplayName { get; init; }

    [Description("Routes the project may use; every route when absent.")]
    public IReadOnlyList<string>? Routes { get; init; }
}
