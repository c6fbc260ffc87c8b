using Godwit.Gateway.Counters;
using Godwit.Policy.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Godwit.Gateway.Journal;

/// <summary>Reads the journal back, for the control plane to ship it to the store.</summary>
internal sealed class JournalReader(JournalSegments segments, TimeProvider time, CounterBook? book = null)
    : IRecordSource, IDisposable
{
    // Shipping in batches is the point: nothing waits for a record to reach the store.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    // Some 500 ordinary frames; it grows to the longest when one does not fit.
    private const int UsualRead = 640 * 1024;
    private byte[] buffer = new byte[UsualRead];
    private JournalPosition position = segments.ReadAcknowledged();
    private JournalPosition emptyUntil = new(-1, 0);
    private SafeFileHandle? file;
    private long openSegment;

    public long PendingBytes => segments.BytesAfter(position);

    public async ValueTask<RecordBatch> ReadAsync(int limit, CancellationToken cancellation)
    {
        while (true)
        {
            if (HasMore && ReadNext(limit) is { Records.Count: > 0 } batch)
                return batch;
            await Task.Delay(PollInterval, time, cancellation);
        }
    }

    public void Acknowledge(JournalPosition place)
    {
        // Before segments are dropped: the book is what is known of them then.
        book?.Commit(place);
        segments.WriteAcknowledged(place);
        position = place;
    }

    // Where there was no record the last time, and nothing came since, nothing has to be read.
    private bool HasMore => segments.Current is not { } writing || writing.Number != emptyUntil.Segment
        || writing.Written != emptyUntil.Offset;

    private RecordBatch ReadNext(int limit)
    {
        var records = new List<JournalRecord>();
        var place = position;
        book?.Begin();
        while (true)
        {
            place = ReadSegment(place, limit, records);
            if (records.Count > 0)
                return new RecordBatch(records, place);
            if (NextSegment(place.Segment) is not { } next)
            {
                emptyUntil = place;
                return new RecordBatch(records, place);
            }

            // Read once more: only a segment that had a successor before it was read gets no more frames.
            place = ReadSegment(place, limit, records);
            if (records.Count > 0)
                return new RecordBatch(records, place);
            // What follows in this segment is torn.
            place = new JournalPosition(next, 0);
        }
    }

    private long? NextSegment(long segment)
    {
        foreach (var existing in segments.Existing())
        {
            if (existing > segment)
                return existing;
        }

        return null;
    }

    private JournalPosition ReadSegment(JournalPosition place, int limit, List<JournalRecord> records)
    {
        if (Open(place.Segment) is not { } handle)
            return place;
        var rest = Math.Max(segments.LengthOf(place.Segment, handle) - place.Offset, 0);
        var read = RandomAccess.Read(handle, buffer.AsSpan(0, (int)Math.Min(rest, buffer.Length)), place.Offset);
        var bytes = buffer.AsMemory(0, read);
        var moved = false;
        while (records.Count < limit && JournalFrame.TryRead(bytes.Span, out var length))
        {
            var payload = bytes.Slice(JournalFrame.HeaderSize, length);
            book?.See(place, payload.Span);
            if (!HoldFrame.Is(payload.Span) && !ClaimFrame.Is(payload.Span))
                records.Add(new JournalRecord(payload));
            moved = true;
            bytes = bytes[(JournalFrame.HeaderSize + length)..];
            place = place with { Offset = place.Offset + JournalFrame.HeaderSize + length };
        }

        if (records.Count > 0 || read < buffer.Length)
            return place;

        // Nothing but what is held and claimed: the records come after it.
        if (moved)
            return ReadSegment(place, limit, records);
        if (buffer.Length > JournalFrame.MaxPayload)
            return place;
        buffer = new byte[JournalFrame.MaxPayload + JournalFrame.HeaderSize];
        return ReadSegment(place, limit, records);
    }

    // Kept open from read to read; null while the segment does not exist.
    private SafeFileHandle? Open(long segment)
    {
        if (file is not null && openSegment == segment)
            return file;
        file?.Dispose();
        file = null;
        var path = segments.PathOf(segment);
        if (!File.Exists(path))
            return null;
        openSegment = segment;
        return file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    public void Dispose() => file?.Dispose();
}
