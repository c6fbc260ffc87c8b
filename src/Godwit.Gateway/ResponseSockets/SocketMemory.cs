using Godwit.Gateway.ResponseState;
using Godwit.Policy.Access;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>
/// What a connection remembers of its own responses that are kept nowhere else, because the client wanted that, or
/// because nothing was generated yet. It ends with the connection, and never reaches a disk.
/// </summary>
/// <param name="shared">Where the responses are that are kept.</param>
/// <param name="budget">What all connections together may remember.</param>
/// <param name="mostBytes">What this one may: what no request could send whole is not held either.</param>
internal sealed class SocketMemory(IResponseStore shared, SocketBudget budget, int mostBytes)
    : IResponseStore, IDisposable
{
    private readonly Dictionary<Guid, StoredResponse> kept = [];
    private readonly Queue<Guid> order = [];
    private long bytes;

    // A connection ends before; the last turn may begin in its last minute.
    public TimeSpan Retention { get; } = TimeSpan.FromHours(2);

    public bool Keep(StoredResponse response)
    {
        Forget(response.Id);
        var size = SizeOf(response);
        if (size > mostBytes)
            return false;
        while (bytes + size > mostBytes && order.TryDequeue(out var oldest))
            Drop(oldest);
        if (!budget.TryTake(size))
            return false;
        bytes += size;
        kept[response.Id] = response;
        order.Enqueue(response.Id);
        return true;
    }

    public ValueTask<StoredResponse?> FindAsync(Guid id, ProjectRules owner, CancellationToken cancellation) =>
        !kept.TryGetValue(id, out var found) ? shared.FindAsync(id, owner, cancellation)
        : new(found.Organization == owner.Organization && found.Project == owner.Name ? found : null);

    public void Forget(Guid id) => Drop(id);

    public void Dispose()
    {
        budget.Give(bytes);
        bytes = 0;
        kept.Clear();
    }

    private void Drop(Guid id)
    {
        if (!kept.Remove(id, out var response))
            return;
        bytes -= SizeOf(response);
        budget.Give(SizeOf(response));
    }

    private static int SizeOf(StoredResponse response) => response.Input.Length + response.Response.Length;
}
