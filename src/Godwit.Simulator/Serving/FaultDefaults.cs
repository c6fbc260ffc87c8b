namespace Godwit.Simulator.Serving;

/// <summary>What a fault does when its fields do not say.</summary>
internal static class FaultDefaults
{
    public static readonly TimeSpan FirstTokenDelay = TimeSpan.FromSeconds(20);

    public const int HugeChunkLength = 1024 * 1024;

    /// <summary>How many content chunks come before it.</summary>
    public static int AfterChunks(FaultKind kind) => kind switch
    {
        FaultKind.StreamCut or FaultKind.StreamStall => 5,
        _ => 2,
    };
}
