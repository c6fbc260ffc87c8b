using System.Text.Json;
using Godwit.Control.Storage;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Api;

/// <summary>A resource as the admin API shows it; secrets are encrypted or references.</summary>
public sealed record ResourceView
{
    public required ResourceKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>Counts up with every change; 0 for one that is not stored.</summary>
    public long Version { get; init; }

    public ManagedBy ManagedBy { get; init; }

    public DateTimeOffset? UpdatedAt { get; init; }

    public string? UpdatedBy { get; init; }

    public JsonElement Spec { get; init; }
}

/// <summary>Resources at one revision.</summary>
public sealed record ResourceList
{
    public long Revision { get; init; }

    public required IReadOnlyList<ResourceView> Items { get; init; }
}
