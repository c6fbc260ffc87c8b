using System.Globalization;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Journal;

/// <summary>The journal's files: numbered segments, and the place up to which everything is stored elsewhere.</summary>
internal sealed class JournalSegments
{
    private const string Extension = ".journal";
    private readonly string folder;
    private readonly string acknowledgedPath;

    public JournalSegments(string folder)
    {
        this.folder = folder;
        acknowledgedPath = Path.Combine(folder, "acknowledged");
        Directory.CreateDirectory(folder);
    }

    public string PathOf(long segment) =>
        Path.Combine(folder, segment.ToString("D12", CultureInfo.InvariantCulture) + Extension);

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

    /// <summary>
    /// Writes the place by rename, so that a crash leaves the old or the new one, and drops segments before it.
    /// </summary>
    public void WriteAcknowledged(JournalPosition position)
    {
        var temporary = acknowledgedPath + ".new";
        File.WriteAllText(
            temporary, string.Create(CultureInfo.InvariantCulture, $"{position.Segment} {position.Offset}"));
        File.Move(temporary, acknowledgedPath, overwrite: true);
        foreach (var segment in Existing())
        {
            if (segment < position.Segment)
                File.Delete(PathOf(segment));
        }
    }

    /// <summary>Bytes that lie after a place.</summary>
    public long BytesAfter(JournalPosition position)
    {
        long total = 0;
        foreach (var segment in Existing())
        {
            // Shipped and deleted meanwhile: nothing of it lies after the place.
            if (segment >= position.Segment && new FileInfo(PathOf(segment)) is { Exists: true } file)
                total += Math.Max(0, file.Length - (segment == position.Segment ? position.Offset : 0));
        }

        return total;
    }
}
