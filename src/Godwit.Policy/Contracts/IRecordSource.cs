namespace Godwit.Policy.Contracts;

/// <summary>A batch of records read from the journal, and where the journal goes on after it.</summary>
/// <param name="Records">In the order they were appended; good until the next batch is read.</param>
/// <param name="Next">Opaque; handed back to say that everything before it is stored.</param>
public sealed record RecordBatch(IReadOnlyList<JournalRecord> Records, JournalPosition Next);

/// <summary>A place in the journal.</summary>
/// <param name="Segment">Number of the segment file.</param>
/// <param name="Offset">Byte offset in it.</param>
public readonly record struct JournalPosition(long Segment, long Offset);

/// <summary>What the control plane reads the data plane's records from. Implemented by the gateway's journal.</summary>
public interface IRecordSource
{
    /// <summary>
    /// Waits until there is a record after the last acknowledged position, then reads up to <paramref name="limit"/>.
    /// </summary>
    ValueTask<RecordBatch> ReadAsync(int limit, CancellationToken cancellation);

    /// <summary>Says that everything before the position is stored; earlier segments may be deleted.</summary>
    void Acknowledge(JournalPosition position);

    /// <summary>Bytes appended and not acknowledged.</summary>
    long PendingBytes { get; }
}
