using Godwit.Policy.Access;
using Godwit.Policy.Snapshot;

namespace Godwit.Gateway.Steps;

/// <summary>
/// What the last request on a connection was authenticated by. The server hands out the same string for a header
/// that a connection repeats, so that its key need not be hashed again while the snapshot stays.
/// </summary>
/// <param name="Header">The very string of the header.</param>
/// <param name="Snapshot">The snapshot that knew the key.</param>
/// <param name="Key">The key; whether it has expired or was revoked is asked anew each time.</param>
internal readonly record struct KnownKey(string? Header, GatewaySnapshot? Snapshot, ApiKeyRules? Key)
{
    /// <summary>The key, when nothing has changed; else null.</summary>
    public ApiKeyRules? Find(string header, GatewaySnapshot snapshot) =>
        ReferenceEquals(header, Header) && ReferenceEquals(snapshot, Snapshot) ? Key : null;
}
