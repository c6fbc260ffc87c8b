using Godwit.Policy.Snapshot;

namespace Godwit.Policy.Contracts;

/// <summary>
/// The one place where configuration crosses from the control plane to the data plane: a reference, swapped whole.
/// </summary>
public sealed class SnapshotHolder
{
    private GatewaySnapshot? current;

    /// <summary>The snapshot in force; null before the first publication.</summary>
    public GatewaySnapshot? Current => Volatile.Read(ref current);

    /// <summary>Raised after a snapshot was put in force.</summary>
    public event Action<GatewaySnapshot>? Published;

    /// <summary>Puts a snapshot in force. Requests under way keep the one they began with.</summary>
    public void Publish(GatewaySnapshot snapshot)
    {
        Volatile.Write(ref current, snapshot);
        Published?.Invoke(snapshot);
    }
}
