using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>Who is told before a policy takes effect.</summary>
public sealed record TerritoryNoticesConfig
{
    [Description("Name of the NoticePlan resource.")]
    public required string Plan { get; init; }
}
