using System.Security.Cryptography;

namespace Godwit.Gateway.Counters.Redis;

/// <summary>The name by which nodes know each other's ceilings.</summary>
/// <remarks>
/// It stays with the data folder, so that a node which starts again finds what it held. The folder is one process's at
/// a time; a copy of it that serves elsewhere must not have the file.
/// </remarks>
internal static class NodeName
{
    private const int Length = 16;

    /// <summary>The name in the file; a new one is made and written when there is none.</summary>
    public static string Of(string file)
    {
        if (File.Exists(file) && File.ReadAllText(file).Trim() is var known && IsName(known))
            return known;
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length / 2));
        var draft = file + ".tmp";
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        // Whole or not at all: a process that dies meanwhile leaves no half of a name.
        using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(name + "\n"));
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, file, overwrite: true);
        return name;
    }

    private static bool IsName(string text) => text.Length == Length && text.All(char.IsAsciiHexDigitLower);
}
