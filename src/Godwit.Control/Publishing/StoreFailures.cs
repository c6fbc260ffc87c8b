using System.Data.Common;
using System.Net.Sockets;

namespace Godwit.Control.Publishing;

/// <summary>Tells a store that is away from a fault in the program.</summary>
internal static class StoreFailures
{
    public static bool IsStoreAway(Exception e) =>
        e is DbException or SocketException or TimeoutException or IOException
        || (e.InnerException is { } inner && IsStoreAway(inner));
}
