using System.Globalization;
using System.Text.Unicode;
using Godwit.Policy.Contracts;
using Microsoft.Win32.SafeHandles;

namespace Godwit.Gateway.Journal;

/// <summary>The journal's files: numbered segments, and the place up to which everything is stored elsewhere.</summary>
internal sealed class JournalSegments : IDisposable
{
    private const string Extension = ".journal";
    private readonly string folder;
    private readonly string acknowledgedPath;
    private SafeFileHandle? acknowledged;
    private long firstKept = -1;
    private JournalSegment? current;

    public JournalSegments(string folder)
    {
        this.folder = folder;
        acknowledgedPath = Path.Combine(folder, "acknowledged");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Where the files lie.</summary>
    public string Folder => folder;

    /// <summary>Every whole frame of a segment that is written no more, with its place.</summary>
    public IEnumerable<(JournalPosition Place, byte[] Payload)> FramesOf(long segment)
    {
        var bytes = File.ReadAllBytes(PathOf(segment));
        var offset = 0;
        while (JournalFrame.TryRead(bytes.AsSpan(offset), out var length))
        {
            var begin = offset + JournalFrame.HeaderSize;
            yield return (new JournalPosition(segment, offset), bytes[begin..(begin + length)]);
            offset = begin + length;
        }
    }

    public string PathOf(long segment) =>
        Path.Combine(folder, segment.ToString("D12", CultureInfo.InvariantCulture) + Extension);

    /// <summary>
    /// The segment that is being written, whose file is longer than what is in it; null before the first.
    /// </summary>
    /// <remarks>
    /// One reference, so that nobody sees the number of one segment with the length of another. It is set after the new
    /// segment's file exists: who finds that file, and then the old one here, finds the old one complete.
    /// </remarks>
    public JournalSegment? Current
    {
        get => Volatile.Read(ref current);
        set => Volatile.Write(ref current, value);
    }

    /// <summary>Bytes of a segment that may hold frames.</summary>
    public long LengthOf(long segment, SafeFileHandle file) => WrittenOf(segment) ?? RandomAccess.GetLength(file);

    /// <summary>Numbers of the segments that exist, ascending.</summary>
    public IReadOnlyList<long> Existing() =>
        [.. Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path =>
                long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var n) ? n : -1)
            .Where(n => n >= 0)
            .Order()];

    /// <summary>Where shipping goes on: the acknowledged place, or the first segment's start.</summary>
    public JournalPosition ReadAcknowledged()
    {
        var existing = Existing();
        var first = existing.Count > 0 ? existing[0] : 1;
        if (File.Exists(acknowledgedPath)
            && File.ReadAllText(acknowledgedPath).Split(' ') is [var segment, var offset]
            && long.TryParse(segment, CultureInfo.InvariantCulture, out var s)
            && long.TryParse(offset, CultureInfo.InvariantCulture, out var o)
            && s >= first)
            return new JournalPosition(s, o);
        return new JournalPosition(first, 0);
    }

    /// <summary>Writes the place down, and drops segments before it.</summary>
    /// <remarks>
    /// In place, in one write that always has the same length: it can't be torn by the death of the process. A rename
    /// would make the file system hand the file to the disk for every batch.
    /// </remarks>
    public void WriteAcknowledged(JournalPosition position)
    {
        acknowledged ??= File.OpenHandle(acknowledgedPath, FileMode.OpenOrCreate, FileAccess.Write);
        Span<byte> text = stackalloc byte[64];
        Utf8.TryWrite(
            text, CultureInfo.InvariantCulture, $"{position.Segment:D19} {position.Offset:D19}", out var length);
        RandomAccess.Write(acknowledged, text[..length], fileOffset: 0);
        if (firstKept != position.Segment && TryDeleteBefore(position.Segment))
            firstKept = position.Segment;
    }

    private long? WrittenOf(long segment) =>
        Current is { } writing && writing.Number == segment ? writing.Written : null;

    private bool TryDeleteBefore(long first)
    {
        try
        {
            foreach (var segment in Existing().TakeWhile(segment => segment < first))
                File.Delete(PathOf(segment));
            return true;
        }
        catch (IOException)
        {
            // Some systems delete no file that is still mapped: it is closed within a second, and tried again then.
            return false;
        }
    }

    public void Dispose() => acknowledged?.Dispose();

    /// <summary>Bytes that lie after a place.</summary>
    public long BytesAfter(JournalPosition position)
    {
        long total = 0;
        foreach (var segment in Existing())
        {
            // Shipped and deleted meanwhile: nothing of it lies after the place.
            if (segment >= position.Segment && new FileInfo(PathOf(segment)) is { Exists: true } file)
            {
                var length = WrittenOf(segment) ?? file.Length;
                total += Math.Max(0, length - (segment == position.Segment ? position.Offset : 0));
            }
        }

        return total;
    }

    /// <summary>Cuts off what the last segment reserved and never wrote, should its process have died.</summary>
    public void TrimLast()
    {
        if (Existing() is not [.., var last])
            return;
        using var file = File.OpenHandle(PathOf(last), FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var bytes = new byte[RandomAccess.GetLength(file)];
        var rest = bytes.AsSpan(0, RandomAccess.Read(file, bytes, fileOffset: 0));
        while (JournalFrame.TryRead(rest, out var length))
            rest = rest[(JournalFrame.HeaderSize + length)..];

        // Zeros were never written; a torn frame stays where it is, for whoever wants to look at it.
        var kept = bytes.Length - rest.Length + rest.TrimEnd((byte)0).Length;
        RandomAccess.SetLength(file, kept);
    }
}
