using System.Collections.Frozen;
using System.Collections.Immutable;
using Godwit.Policy.Limits;

namespace Godwit.Policy.Access;

/// <summary>SHA-256 of an API key, as a value that can be looked up without allocating.</summary>
public readonly record struct KeyHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Length of the hash in bytes.</summary>
    public const int Size = 32;

    /// <summary>Reads 32 bytes.</summary>
    public static KeyHash From(ReadOnlySpan<byte> sha256) => new(
        BitConverter.ToUInt64(sha256), BitConverter.ToUInt64(sha256[8..]),
        BitConverter.ToUInt64(sha256[16..]), BitConverter.ToUInt64(sha256[24..]));

    // The bytes are a cryptographic hash already: any eight of them spread evenly.
    public override int GetHashCode() => A.GetHashCode();
}

/// <summary>Who may call: the API keys that were issued, by hash.</summary>
public sealed class AccessRules(IEnumerable<ApiKeyRules> keys)
{
    private readonly FrozenDictionary<KeyHash, ApiKeyRules> byHash = keys.ToFrozenDictionary(k => k.Hash);

    public int Count => byHash.Count;

    public ApiKeyRules? Find(KeyHash hash) => byHash.GetValueOrDefault(hash);
}

/// <summary>An API key that was issued, expired and revoked ones included so that the answer can say so.</summary>
public sealed class ApiKeyRules
{
    public required KeyHash Hash { get; init; }

    public required string Name { get; init; }

    public required ProjectRules Project { get; init; }

    /// <summary>First instant the key is refused, UTC ticks; <see cref="long.MaxValue"/> for never.</summary>
    public required long ExpiresAtTicks { get; init; }

    /// <summary>First instant the key was withdrawn, UTC ticks; <see cref="long.MaxValue"/> for not.</summary>
    public required long RevokedAtTicks { get; init; }

    /// <summary>Routes the key may use; null for all of its project's.</summary>
    public FrozenSet<string>? Routes { get; init; }

    /// <summary>Limits that its requests count in, whatever they are sent to.</summary>
    public ImmutableArray<LimitRules> Limits { get; init; } = [];

    /// <summary>Limits that its requests count in when they are sent to a provider, by the provider's name.</summary>
    public FrozenDictionary<string, ImmutableArray<LimitRules>> TargetLimits { get; init; } =
        FrozenDictionary<string, ImmutableArray<LimitRules>>.Empty;

    /// <summary>True when its requests count in some limit.</summary>
    public bool IsLimited => !Limits.IsEmpty || TargetLimits.Count > 0;
}

/// <summary>A project and the organization that owns it.</summary>
public sealed class ProjectRules
{
    public required string Name { get; init; }

    public required string Organization { get; init; }

    /// <summary>The organization's position in the snapshot, for rules that are kept by organization.</summary>
    public int OrganizationIndex { get; init; } = -1;

    /// <summary>True when the organization may hand on addresses of its end users.</summary>
    public bool IsReseller { get; init; }

    /// <summary>Routes the project may use; null for all.</summary>
    public FrozenSet<string>? Routes { get; init; }
}
