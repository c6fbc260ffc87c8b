using System.Collections.Immutable;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Catalog;

/// <summary>What is true of operations whoever asks them.</summary>
public static class Operations
{
    /// <summary>
    /// The operations on what a provider keeps. They are the provider's and no model's, so that a provider offers them
    /// whichever models it has.
    /// </summary>
    public static ImmutableArray<Operation> Kept { get; } =
        [Operation.Files, Operation.Uploads, Operation.Batches, Operation.FineTuning];

    /// <summary>True for operations on what a provider keeps.</summary>
    public static bool IsKept(this Operation operation) =>
        operation is Operation.Files or Operation.Uploads or Operation.Batches or Operation.FineTuning;

    /// <summary>The way by which a caller uses the provider; policies may restrict some and not others.</summary>
    public static Surface Surface(this Operation operation) => operation switch
    {
        Operation.Files or Operation.Uploads => Territories.Surface.Files,
        Operation.Batches or Operation.FineTuning => Territories.Surface.Batch,
        Operation.Realtime => Territories.Surface.Realtime,
        _ => Territories.Surface.Api,
    };
}
