namespace Godwit.Gateway.ResponseSockets;

/// <summary>How many bytes all connections together may remember.</summary>
internal sealed class SocketBudget(long most)
{
    private long taken;

    /// <summary>Takes room; false when there is none.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= most)
            return true;
        Give(bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Give(long bytes) => Interlocked.Add(ref taken, -bytes);
}
