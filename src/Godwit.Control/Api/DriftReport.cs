namespace Godwit.Control.Api;

/// <summary>Where the store differs from the configuration files of this node.</summary>
public sealed record DriftReport
{
    /// <summary>The files and folders that were compared.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    public required IReadOnlyList<ChangeItem> Items { get; init; }
}
