using System.Buffers;
using Godwit.Gateway.Counters;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Journal;

/// <summary>Appends one record per request to a local file before the response's last byte is sent.</summary>
/// <remarks>
/// What was appended survives the death of the process at any point. Loss of power costs at most what came after the
/// last <see cref="Flush"/>. A new process always begins a new segment, so a torn frame at the end of an old one is
/// never written over.
/// </remarks>
internal sealed class RequestJournal : IDisposable
{
    // A segment is in memory as far as it is written: small enough not to show, large enough to be made seldom.
    private const long SegmentSize = 4L * 1024 * 1024;
    private readonly JournalSegments segments;
    private readonly long segmentSize;
    private readonly Lock gate = new();
    private readonly Lock flushing = new();
    private readonly List<JournalSegment> full = [];
    private JournalSegment current;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? frame;

    [ThreadStatic]
    private static RecordWriter? json;

    public RequestJournal(JournalSegments segments, long segmentSize = SegmentSize)
    {
        this.segments = segments;
        this.segmentSize = segmentSize;
        segments.TrimLast();

        // Behind the acknowledged place too: should somebody have taken the files away, the number is not given again.
        var last = segments.Existing() is [.., var newest] ? newest : 0;
        current = Open(Math.Max(last, segments.ReadAcknowledged().Segment) + 1, segmentSize);
    }

    /// <summary>Appends a record. When it returns, the record outlives the process.</summary>
    /// <exception cref="IOException">The disk is full or gone, or the record too long for any reader.</exception>
    public void Append(RequestRecord record)
    {
        var buffer = BeginFrame();
        RequestRecordJson.Write(json ??= new RecordWriter(buffer), record);
        Write(buffer);
    }

    /// <summary>
    /// Says what a request under way holds, for the record that is its own should the process die before it is settled.
    /// </summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void AppendHold(in UnderWay request, RequestHolds holds)
    {
        var buffer = BeginFrame();
        HoldFrame.Write(buffer, request, holds);
        Write(buffer);
    }

    /// <summary>Says what this node claims of a rate.</summary>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void AppendClaim(in Claim claim)
    {
        var buffer = BeginFrame();
        ClaimFrame.Write(buffer, claim);
        Write(buffer);
    }

    private static ArrayBufferWriter<byte> BeginFrame()
    {
        var buffer = frame ??= new ArrayBufferWriter<byte>(4096);
        buffer.ResetWrittenCount();
        buffer.Advance(buffer.GetSpan(JournalFrame.HeaderSize)[..JournalFrame.HeaderSize].Length);
        return buffer;
    }

    private void Write(ArrayBufferWriter<byte> buffer)
    {
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        if (bytes.Length > JournalFrame.HeaderSize + JournalFrame.MaxPayload)
            throw new IOException("The record is longer than the journal takes.");
        JournalFrame.Seal(bytes);
        Write(bytes);
    }

    /// <summary>Hands everything appended to the disk. Runs off the request path.</summary>
    public void Flush()
    {
        lock (flushing)
        {
            JournalSegment writing;
            JournalSegment[] ended;
            lock (gate)
            {
                writing = current;
                ended = [.. full];
                full.Clear();
            }

            foreach (var segment in ended)
                segment.Dispose();
            if (!ended.Contains(writing))
                writing.Flush();
        }
    }

    public void Dispose()
    {
        lock (flushing)
        {
            lock (gate)
                full.Add(current);
            foreach (var segment in full)
                segment.Dispose();
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (!current.TryAppend(bytes))
                BeginSegment(bytes);
        }
    }

    // The full one is flushed and closed by the next flush: neither belongs on a request's way. Until a slow disk has
    // taken it, and those before it, it need not be in memory; other systems write only what a view flushes.
    private void BeginSegment(ReadOnlySpan<byte> bytes)
    {
        var next = Open(current.Number + 1, Math.Max(segmentSize, bytes.Length));
        full.Add(current);
        if (OperatingSystem.IsLinux())
            ThreadPool.UnsafeQueueUserWorkItem(static segment => segment.Unmap(), current, preferLocal: false);
        current = next;
        current.TryAppend(bytes);
    }

    private JournalSegment Open(long number, long size)
    {
        var segment = new JournalSegment(segments.PathOf(number), number, size);
        segments.Current = segment;
        return segment;
    }
}
