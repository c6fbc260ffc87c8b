namespace Godwit.Gateway.Kept;

/// <summary>Reads a batch's file that lies in memory whole, before anything of it is sent.</summary>
internal static class BatchFile
{
    /// <summary>The first line without its break.</summary>
    public static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> file)
    {
        var end = file.IndexOf((byte)'\n');
        return end < 0 ? file : file[..end];
    }

    /// <summary>Reads every line; the edits are those of the whole file.</summary>
    public static Refusal? Read(ReadOnlySpan<byte> file, BatchRewriter rewriter, KeptRequest kept)
    {
        var at = 0;
        while (at < file.Length)
        {
            var line = FirstLine(file[at..]);
            if (rewriter.Read(line, at, kept.Edits) is { } refusal)
                return refusal;
            at += line.Length + 1;
        }

        return null;
    }
}
