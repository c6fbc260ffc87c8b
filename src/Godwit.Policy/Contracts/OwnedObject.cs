using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Contracts;

/// <summary>A kind of thing that a provider keeps for a project.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<OwnedKind>))]
public enum OwnedKind
{
    File,
    Batch,
    FineTuningJob,

    /// <summary>A file that comes in parts. Nobody lists it, and it is written into no record.</summary>
    Upload,
}

/// <summary>A thing that a provider keeps for a project.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Provider">Name of the provider that keeps it.</param>
/// <param name="Id">The provider's own id of it.</param>
public readonly record struct OwnedKey(OwnedKind Kind, string Provider, string Id)
{
    /// <summary>The provider's account that keeps it; empty when it is not known, or the provider's only one.</summary>
    /// <remarks>Where it is asked for, and no part of what it is: two keys that differ in it are equal.</remarks>
    public string Account { get => field ?? ""; init; }

    public bool Equals(OwnedKey other) => Kind == other.Kind && Provider == other.Provider && Id == other.Id;

    public override int GetHashCode() => HashCode.Combine(Kind, Provider, Id);
}

/// <summary>Something a request did to what a provider keeps.</summary>
/// <param name="Kind">Which kind of thing.</param>
/// <param name="Provider">Name of the provider that keeps it.</param>
/// <param name="Id">The provider's own id of it.</param>
/// <param name="At">When it was made, seen for the first time, or found to be gone.</param>
/// <param name="Gone">True when it is there no longer.</param>
public sealed record OwnedChange(OwnedKind Kind, string Provider, string Id, DateTimeOffset At, bool Gone = false)
{
    /// <summary>The provider's account that keeps it; null when it is not known, or the provider's only one.</summary>
    public string? Account { get; init; }
}

/// <summary>A change with whom it belongs to, as the store keeps it.</summary>
/// <param name="Key">The thing.</param>
/// <param name="Organization">The organization that owns it.</param>
/// <param name="Project">The project that owns it.</param>
/// <param name="At">When it was made or first seen.</param>
/// <param name="Gone">True when it is there no longer.</param>
public readonly record struct OwnedObject(
    OwnedKey Key, string Organization, string Project, DateTimeOffset At, bool Gone);
