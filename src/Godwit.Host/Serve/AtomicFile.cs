namespace Godwit.Host.Serve;

/// <summary>Writes small files that a reader sees whole or not at all.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string content)
    {
        var full = Path.GetFullPath(path);
        var draft = $"{full}.{Environment.ProcessId}.tmp";
        File.WriteAllText(draft, content);
        File.Move(draft, full, overwrite: true);
    }
}
