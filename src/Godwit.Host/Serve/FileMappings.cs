using System.Buffers.Text;

namespace Godwit.Host.Serve;

/// <summary>
/// Finds the mappings of files that are as their files are: not to be written to, and no page changed.
/// </summary>
/// <remarks>It makes no garbage: it is there to save memory.</remarks>
internal sealed class FileMappings
{
    // A line is a path at most.
    private readonly byte[] buffer = new byte[16 * 1024];
    private Mapping? mapping;

    private static ReadOnlySpan<byte> OwnPages => "Anonymous:"u8;

    /// <summary>Reads a process's mappings.</summary>
    /// <param name="smaps">What <c>/proc/self/smaps</c> says, see proc(5).</param>
    /// <param name="clean">Takes what is found, in the order of addresses.</param>
    public void Read(Stream smaps, List<Mapping> clean)
    {
        mapping = null;
        var held = 0;
        while (smaps.Read(buffer.AsSpan(held)) is > 0 and var read)
        {
            var rest = buffer.AsSpan(0, held + read);
            while (rest.IndexOf((byte)'\n') is >= 0 and var end)
            {
                Take(rest[..end], clean);
                rest = rest[(end + 1)..];
            }

            rest.CopyTo(buffer);
            held = rest.Length;
        }
    }

    private void Take(ReadOnlySpan<byte> line, List<Mapping> clean)
    {
        if (line.IsEmpty || !char.IsAsciiLetterUpper((char)line[0]))
        {
            mapping = OfFile(line);
        }
        else if (mapping is { } found && line.StartsWith(OwnPages))
        {
            if (line[OwnPages.Length..].Trim((byte)' ').SequenceEqual("0 kB"u8))
                clean.Add(found);
            mapping = null;
        }
    }

    // "7f3a6e000000-7f3a6e021000 r-xp 00001000 fe:00 12345    /usr/share/dotnet/…"
    private static Mapping? OfFile(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf((byte)'/') is var path && (path < 0 || IsMemory(line[path..]))
            || !Utf8Parser.TryParse(line, out ulong begin, out var length, 'x')
            || line[length..] is not [(byte)'-', .. var rest]
            || !Utf8Parser.TryParse(rest, out ulong end, out length, 'x')
            || rest[length..] is not [(byte)' ', (byte)'r', (byte)'-', _, _, (byte)' ', ..])
            return null;
        return new Mapping(begin, end);
    }

    // The runtime keeps its code in such a file: nothing else has it, and all of it stays in memory somewhere.
    private static bool IsMemory(ReadOnlySpan<byte> path) => path.StartsWith("/memfd:"u8) || path.StartsWith("/dev/"u8);
}

/// <summary>Addresses that are mapped.</summary>
/// <param name="Begin">The first.</param>
/// <param name="End">The first behind them.</param>
internal readonly record struct Mapping(ulong Begin, ulong End);
