using System.ComponentModel;

namespace Godwit.Policy.Configuration;

/// <summary>A key that clients present. Only its SHA-256 is ever stored; the key itself is shown once.</summary>
public sealed record ApiKeyConfig
{
    [Description("Name of the Project resource the key belongs to.")]
    public required string Project { get; init; }

    [Description("SHA-256 of the whole key text, 64 lower-case hex digits. Made by 'godwit keys create'.")]
    public required string Sha256 { get; init; }

    [Description("First characters of the key, to tell keys apart in lists. Never enough to use it.")]
    public string? Hint { get; init; }

    [Description("Instant from which the key is refused, RFC 3339.")]
    public DateTimeOffset? ExpiresAt { get; init; }

    [Description("Instant from which the key was withdrawn, RFC 3339.")]
    public DateTimeOffset? RevokedAt { get; init; }

    [Description("Routes the key may use, within those of its project; all of them when absent.")]
    public IReadOnlyList<string>? Routes { get; init; }
}
