using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Godwit.Gateway.Journal;

/// <summary>Appends one record per request to a local file before the response's last byte is sent.</summary>
/// <remarks>
/// An append is one write to the page cache: it survives the death of the process at any point. Loss of power costs at
/// most what came after the last <see cref="Flush"/>. A new process always begins a new segment, so a torn
/// frame at the end of an old one is never written over.
/// </remarks>
internal sealed class RequestJournal : IDisposable
{
    private const long SegmentSize = 64L * 1024 * 1024;
    private readonly JournalSegments segments;
    private readonly long segmentSize;
    private readonly Lock gate = new();
    private SafeFileHandle file;
    private long segment;
    private long offset;
    private long flushed;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? frame;

    [ThreadStatic]
    private static Utf8JsonWriter? json;

    public RequestJournal(JournalSegments segments, long segmentSize = SegmentSize)
    {
        this.segments = segments;
        this.segmentSize = segmentSize;

        // Behind the acknowledged place too: should somebody have taken the files away, the number is not given again.
        var last = segments.Existing() is [.., var newest] ? newest : 0;
        segment = Math.Max(last, segments.ReadAcknowledged().Segment) + 1;
        file = Open(segment);
    }

    /// <summary>Appends a record. When it returns, the record outlives the process.</summary>
    /// <exception cref="IOException">The disk is full or gone, or the record too long for any reader.</exception>
    public void Append(RequestRecord record)
    {
        var buffer = frame ??= new ArrayBufferWriter<byte>(4096);
        var writer = json ??= new Utf8JsonWriter(buffer);
        buffer.ResetWrittenCount();
        buffer.Advance(buffer.GetSpan(JournalFrame.HeaderSize)[..JournalFrame.HeaderSize].Length);
        writer.Reset(buffer);
        RequestRecordJson.Write(writer, record);
        writer.Flush();
        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsMemory(buffer.WrittenMemory).Span;
        if (bytes.Length > JournalFrame.HeaderSize + JournalFrame.MaxPayload)
            throw new IOException("The record is longer than the journal takes.");
        JournalFrame.Seal(bytes);
        Write(bytes);
    }

    /// <summary>Hands everything appended to the disk. Runs off the request path.</summary>
    public void Flush()
    {
        SafeFileHandle current;
        long until;
        lock (gate)
        {
            if (flushed == offset)
                return;
            until = offset;
            current = file;
        }

        try
        {
            RandomAccess.FlushToDisk(current);
        }
        catch (ObjectDisposedException)
        {
            // The segment was full and closed meanwhile; closing flushed it.
            return;
        }

        lock (gate)
        {
            // Only now: a flush that failed is tried again.
            if (current == file)
                flushed = until;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            RandomAccess.FlushToDisk(file);
            file.Dispose();
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (offset + bytes.Length > segmentSize && offset > 0)
                BeginSegment();
            RandomAccess.Write(file, bytes, offset);
            offset += bytes.Length;
        }
    }

    private void BeginSegment()
    {
        var next = Open(segment + 1);
        RandomAccess.FlushToDisk(file);
        file.Dispose();
        file = next;
        segment++;
        offset = 0;
        flushed = 0;
    }

    private SafeFileHandle Open(long number) =>
        File.OpenHandle(segments.PathOf(number), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
}
