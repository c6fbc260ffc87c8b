using Godwit.Policy.Contracts;

namespace Godwit.Control.Reports.Fallbacks;

/// <summary>What one attempt used, where the provider told.</summary>
internal static class AttemptUsage
{
    /// <summary>Records hold the usage of the answer alone: what failed attempts used is not known.</summary>
    public static TokenUsage Of(AttemptRecord attempt) => default;
}
