using System.Globalization;
using Godwit.Host.Serve;

namespace Godwit.Host.Demo;

/// <summary>When the demo's story began: a demo that goes on in the same folder keeps its dates.</summary>
internal static class DemoStory
{
    private const string FileName = "began";

    /// <summary>Where the demo keeps its resources within a data folder.</summary>
    public static string FolderOf(DataFolder data) => Path.Combine(data.Path, "demo");

    /// <summary>When the story of a folder began; it begins now where there is none.</summary>
    /// <param name="data">The demo's data folder.</param>
    /// <param name="now">The machine's time.</param>
    public static DateTimeOffset Begin(DataFolder data, DateTimeOffset now)
    {
        var folder = FolderOf(data);
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path) && DateTimeOffset.TryParseExact(
            File.ReadAllText(path), "O", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var began))
            return began;
        Directory.CreateDirectory(folder);
        AtomicFile.Write(path, now.ToString("O", CultureInfo.InvariantCulture));
        return now;
    }
}
