namespace Godwit.Control.Evidence.Verification;

/// <summary>One thing that is wrong with a bundle, and where.</summary>
public sealed record BundleProblem
{
    /// <summary>The file in the bundle; <c>bundle</c> for the archive itself.</summary>
    public required string File { get; init; }

    /// <summary>Line, from 1; null where the whole file is meant.</summary>
    public long? Line { get; init; }

    /// <summary>Id of the request, or name of the resource, of the line; null where it cannot be read.</summary>
    public string? Subject { get; init; }

    public required string Message { get; init; }

    public override string ToString() =>
        File + (Line is { } line ? $" line {line}" : "") + (Subject is { } subject ? $" ({subject})" : "")
        + $": {Message}";
}

/// <summary>What came of checking a bundle.</summary>
public sealed record BundleVerification
{
    /// <summary>True when everything is as it was when it was signed, by the key that was asked for.</summary>
    public bool Intact => Problems.Count == 0;

    public IReadOnlyList<BundleProblem> Problems { get; init; } = [];

    /// <summary>What the bundle says of itself; null when that cannot be read.</summary>
    public Bundles.BundleManifest? Manifest { get; init; }

    /// <summary>Fingerprint of the key that signed it.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>
    /// True when the key was given from outside; without that, a bundle says only that it agrees with itself.
    /// </summary>
    public bool KeyWasGiven { get; init; }
}
