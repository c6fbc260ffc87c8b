namespace Godwit.Policy.Contracts;

/// <summary>Says how the counters of limits are kept. Implemented by the data plane.</summary>
public interface ICounterStatus
{
    /// <summary>memory or redis.</summary>
    string Engine { get; }

    /// <summary>Why the server that nodes share does not answer; null when it does, or there is none.</summary>
    string? Failure { get; }

    /// <summary>Nodes that share the limits, as far as this one knows; at least 1.</summary>
    int Nodes { get; }
}
