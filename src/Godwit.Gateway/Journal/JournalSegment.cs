using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Godwit.Gateway.Journal;

/// <summary>
/// A segment that is being written, mapped into memory: an append is a copy into the page cache, without a call into
/// the kernel. What was copied outlives the process, however it dies.
/// </summary>
internal sealed class JournalSegment : IDisposable
{
    private readonly SafeFileHandle file;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly long size;
    private long ready;
    private long written;
    private long flushed;

    /// <summary>Makes the segment's file.</summary>
    /// <exception cref="IOException">It exists, or there is no room for it.</exception>
    public JournalSegment(string path, long number, long size)
    {
        Number = number;
        this.size = size;
        file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        try
        {
            JournalSpace.Reserve(file, size);
            map = MemoryMappedFile.CreateFromFile(
                file, mapName: null, size, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None,
                leaveOpen: true);
            view = map.CreateViewAccessor(0, size);
        }
        catch
        {
            map?.Dispose();
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    public long Number { get; }

    /// <summary>Bytes written so far; whoever sees the number can read as much.</summary>
    public long Written => Volatile.Read(ref written);

    /// <summary>Appends a frame.</summary>
    /// <returns>False when it does not fit any more.</returns>
    public bool TryAppend(ReadOnlySpan<byte> frame)
    {
        if (written + frame.Length > size)
            return false;
        while (written + frame.Length > ready)
            MakeReady();
        view.SafeMemoryMappedViewHandle.WriteSpan((ulong)written, frame);
        Volatile.Write(ref written, written + frame.Length);
        return true;
    }

    // The first touch of each page is else a trap into the kernel of its own.
    private void MakeReady()
    {
        var length = (int)Math.Min(JournalSpace.Step, size - ready);
        var address = view.SafeMemoryMappedViewHandle.DangerousGetHandle() + (nint)ready;
        JournalSpace.MakeReady(file, ready, address, length);
        ready += length;
    }

    /// <summary>Hands what was written to the disk.</summary>
    public void Flush()
    {
        var until = Written;
        if (flushed == until)
            return;
        // On Linux the file's own flush takes along what was written by way of memory, mapped still or no more.
        if (!OperatingSystem.IsLinux())
            view.Flush();
        RandomAccess.FlushToDisk(file);
        flushed = until;
    }

    /// <summary>
    /// Takes a segment that is full out of the process's memory: what is in it is the system's to write by now. It may
    /// be called by any thread, beside a flush, and more than once.
    /// </summary>
    public void Unmap()
    {
        // Before the view is disposed of, which would wait for the disk.
        if (OperatingSystem.IsLinux())
            view.SafeMemoryMappedViewHandle.Dispose();
        view.Dispose();
        map.Dispose();
    }

    /// <summary>Ends the segment: what was reserved and not written goes back to the disk.</summary>
    public void Dispose()
    {
        Unmap();
        RandomAccess.SetLength(file, Written);
        RandomAccess.FlushToDisk(file);
        file.Dispose();
    }
}
