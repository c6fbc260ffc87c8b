using System.Collections.Concurrent;
using System.Net;

namespace Godwit.Control.Api;

/// <summary>
/// Counts wrong tokens and passwords by address, and makes an address wait that has too many of them.
/// </summary>
internal sealed class FailedAttempts(TimeProvider time)
{
    private const int Limit = 20;

    // More addresses than this at once are an attack; forgetting them all then is cheaper than memory without bound.
    private const int MostAddresses = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, (DateTimeOffset Until, int Count)> byAddress = new();

    public void Add(IPAddress? address)
    {
        if (byAddress.Count >= MostAddresses)
            byAddress.Clear();
        var now = time.GetUtcNow();
        byAddress.AddOrUpdate(
            address ?? IPAddress.None,
            _ => (now + Window, 1),
            (_, old) => old.Until <= now ? (now + Window, 1) : (old.Until, old.Count + 1));
    }

    /// <summary>How long the address has to wait; null when it need not.</summary>
    public TimeSpan? MustWait(IPAddress? address) =>
        byAddress.TryGetValue(address ?? IPAddress.None, out var entry)
        && entry.Count >= Limit && entry.Until - time.GetUtcNow() is var wait && wait > TimeSpan.Zero
            ? wait
            : null;
}
