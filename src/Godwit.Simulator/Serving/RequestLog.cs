namespace Godwit.Simulator.Serving;

/// <summary>Keeps the last requests.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly Lock _using = new();
    private readonly Queue<RecordedRequest> _kept = new();

    public void Add(RecordedRequest request)
    {
        if (capacity <= 0)
        {
            return;
        }

        lock (_using)
        {
            while (_kept.Count >= capacity)
            {
                _kept.Dequeue();
            }

            _kept.Enqueue(request);
        }
    }

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_using)
        {
            return [.. _kept];
        }
    }

    public void Clear()
    {
        lock (_using)
        {
            _kept.Clear();
        }
    }
}
