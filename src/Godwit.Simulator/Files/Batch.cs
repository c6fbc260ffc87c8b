using System.Text.Json;

namespace Godwit.Simulator.Files;

/// <summary>A batch and what has become of it.</summary>
internal sealed record Batch
{
    public required string Provider { get; init; }

    public required string Id { get; init; }

    public required string Endpoint { get; init; }

    public required string InputFileId { get; init; }

    /// <summary>The caller's own notes; of no kind when there are none.</summary>
    public JsonElement Metadata { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>When its results are there.</summary>
    public required DateTimeOffset ReadyAt { get; init; }

    public DateTimeOffset? CancelledAt { get; init; }

    public string? OutputFileId { get; init; }

    public string? ErrorFileId { get; init; }

    public int Completed { get; init; }

    public int Failed { get; init; }

    public string StatusAt(DateTimeOffset now) => CancelledAt is not null ? "cancelled"
        : now < ReadyAt ? "in_progress" : "completed";
}
