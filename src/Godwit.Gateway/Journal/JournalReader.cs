using System.Text.Json;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Journal;

/// <summary>Reads the journal back, for the control plane to ship it to the store.</summary>
internal sealed class JournalReader(JournalSegments segments, TimeProvider time) : IRecordSource
{
    // Shipping in batches is the point: nothing waits for a record to reach the store.
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    // Some 250 ordinary frames; it grows to the longest when one does not fit.
    private const int UsualRead = 160 * 1024;
    private byte[] buffer = new byte[UsualRead];
    private JournalPosition position = segments.ReadAcknowledged();

    public long PendingBytes => segments.BytesAfter(position);

    public async ValueTask<RecordBatch> ReadAsync(int limit, CancellationToken cancellation)
    {
        while (true)
        {
            if (ReadNext(limit) is { Records.Count: > 0 } batch)
                return batch;
            await Task.Delay(PollInterval, time, cancellation);
        }
    }

    public void Acknowledge(JournalPosition place)
    {
        segments.WriteAcknowledged(place);
        position = place;
    }

    private RecordBatch ReadNext(int limit)
    {
        var records = new List<RequestRecord>();
        var place = position;
        while (true)
        {
            // Looked for first: only a segment that had a successor before it was read gets no more frames.
            var successor = NextSegment(place.Segment);
            place = ReadSegment(place, limit, records);
            if (records.Count > 0 || successor is not { } next)
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

    private JournalPosition ReadSegment(JournalPosition place, int limit, List<RequestRecord> records)
    {
        var path = segments.PathOf(place.Segment);
        if (!File.Exists(path))
            return place;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var read = RandomAccess.Read(file, buffer, place.Offset);
        var bytes = buffer.AsSpan(0, read);
        while (records.Count < limit && JournalFrame.TryRead(bytes, out var length))
        {
            var record = JsonSerializer.Deserialize(
                bytes.Slice(JournalFrame.HeaderSize, length), RecordJsonContext.Default.RequestRecord);
            if (record is not null)
                records.Add(record);
            bytes = bytes[(JournalFrame.HeaderSize + length)..];
            place = place with { Offset = place.Offset + JournalFrame.HeaderSize + length };
        }

        if (records.Count > 0 || read < buffer.Length || buffer.Length > JournalFrame.MaxPayload)
            return place;
        buffer = new byte[JournalFrame.MaxPayload + JournalFrame.HeaderSize];
        return ReadSegment(place, limit, records);
    }
}
