namespace Godwit.Gateway.State;

/// <summary>What an id that Godwit handed out stands for. All of it lies encrypted in the id itself.</summary>
/// <param name="Purpose">The kind of thing it names.</param>
/// <param name="Organization">The organization that owns the thing.</param>
/// <param name="Project">The project that owns it.</param>
/// <param name="Provider">Name of the provider that holds it; empty when Godwit itself does.</param>
/// <param name="NativeId">The holder's own id of it.</param>
internal sealed record SealedId(
    SealedIdPurpose Purpose, string Organization, string Project, string Provider, string NativeId)
{
    /// <summary>The holder's account; empty when it is not known, or the holder's only one.</summary>
    public string Account { get; init; } = "";

    /// <summary>How it is made in the background; null for what is made at once.</summary>
    public BackgroundResponse? Background { get; init; }

    /// <summary>The route by which it was made; null where none was asked for.</summary>
    public string? Route { get; init; }

    /// <summary>When the holder forgets it, to the second; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True when the holder has forgotten it.</summary>
    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}
