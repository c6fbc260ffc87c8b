namespace Godwit.Gateway.Counters;

/// <summary>
/// Says how much of each limit this node may take. In every window of a limit the sum of all nodes' ceilings never
/// passes the limit, so that a node may decide alone as long as it stays below its own.
/// </summary>
/// <remarks>
/// An account is what one limit counts for one scope, such as a budget for one organization. Its time is cut into
/// buckets, numbered by who calls. A node's ceiling in a bucket is absolute: what it spent there, what it holds for
/// requests under way, and what it has left to take. Saying the same twice changes nothing.
/// </remarks>
internal interface ICeilings
{
    /// <summary>
    /// Changes when a server may have forgotten what it was told: whatever a node holds has to be said again by
    /// <see cref="ICeiling.HoldAsync"/>.
    /// </summary>
    int Generation { get; }

    /// <summary>
    /// The account's ceilings; cheap, and may be asked again for the same account. One of another shape is another: its
    /// buckets have other lengths.
    /// </summary>
    ICeiling Open(string account, in AccountShape shape);
}

/// <summary>This node's ceilings of one account. One call at a time: the caller sees to it.</summary>
internal interface ICeiling
{
    /// <summary>
    /// Asks for more. Nodes hear one after the other that a limit was changed: the newest version that one of them
    /// asked by lately decides for all, so that what one gave up is not taken by another that has not heard yet.
    /// </summary>
    /// <param name="bucket">The bucket that is taken from.</param>
    /// <param name="limit">
    /// The most that all nodes may take in the window: the bucket and <see cref="AccountShape.Buckets"/> − 1 before it.
    /// </param>
    /// <param name="held">
    /// The node's ceiling in the bucket, as it knows it. Of what it was given besides, and did not hear of or does
    /// not want any more, as much stays as the limit has room for.
    /// </param>
    /// <param name="needed">What has to be added at least; above 0.</param>
    /// <param name="cancellation">Gives up waiting; the ceiling may have been raised all the same.</param>
    /// <returns>The answer. Never throws for a server that is away: that is an answer too.</returns>
    ValueTask<CeilingAnswer> RaiseAsync(
        long bucket, Allowance limit, long held, long needed, CancellationToken cancellation);

    /// <summary>
    /// Sets this node's ceiling in a bucket, whatever the limit says: lower, to give back what it does not need; or
    /// as it was, for a server that forgot; or higher, where more was used than anybody could know.
    /// </summary>
    /// <returns>False when the server is away; it has to be said again.</returns>
    ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation);
}

/// <summary>How an account counts.</summary>
/// <param name="Buckets">Buckets in the window, at least 1.</param>
/// <param name="KeptFor">How long a bucket is of interest after its last change.</param>
/// <param name="Vanishes">What a node holds is nothing once the node is gone: requests under way.</param>
internal readonly record struct AccountShape(int Buckets, TimeSpan KeptFor, bool Vanishes);

/// <summary>What asking for more brought.</summary>
/// <param name="Ceiling">The node's ceiling in the bucket from now on.</param>
/// <param name="Left">What nobody has of the window; an estimate by the time it is read.</param>
/// <param name="Nodes">Nodes that share the limit, at least 1.</param>
/// <param name="Lost">
/// The server is away, or forgot and has not heard of all nodes again: the ceiling is what was held.
/// </param>
/// <param name="InForce">The most by a newer version of the limit, which decided; null when that was not so.</param>
internal readonly record struct CeilingAnswer(
    long Ceiling, long Left, int Nodes = 1, bool Lost = false, long? InForce = null);
