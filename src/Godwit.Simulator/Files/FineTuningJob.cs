namespace Godwit.Simulator.Files;

/// <summary>A job that pretends to train a model.</summary>
internal sealed record FineTuningJob(
    string Provider, string Id, string Model, string TrainingFile, string? ValidationFile, DateTimeOffset Created)
{
    /// <summary>Where what it learnt is written, once it is done.</summary>
    public string? ResultFile { get; init; }

    public string Status { get; init; } = "running";

    /// <summary>The model it made; null before it is done.</summary>
    public string? FineTunedModel => Status == "succeeded" ? $"ft:{Model}:simulated::{Id[^6..]}" : null;
}
