namespace Godwit.Providers.Dialects.Tapping;

/// <summary>What a member of a plain answer bears.</summary>
public enum TappedMember
{
    /// <summary>Nothing a tap looks for.</summary>
    None,
    Usage,
    Model,
    Error,
}
