namespace Godwit.Host.Doctor;

/// <summary>What one check of this machine found.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="State">Whether it is as it should be.</param>
/// <param name="Found">What was found.</param>
/// <param name="Mend">How to mend it; null when nothing needs mending.</param>
internal sealed record Finding(string Check, FindingState State, string Found, string? Mend)
{
    public static Finding Ok(string check, string found) => new(check, FindingState.Ok, found, null);

    public static Finding Note(string check, string found, string mend) => new(check, FindingState.Note, found, mend);

    public static Finding Wrong(string check, string found, string mend) => new(check, FindingState.Wrong, found, mend);
}

/// <summary>Whether a thing is as it should be.</summary>
internal enum FindingState
{
    Ok,

    /// <summary>Worth knowing; Godwit works.</summary>
    Note,

    /// <summary>Godwit does not work, or not as meant.</summary>
    Wrong,
}
