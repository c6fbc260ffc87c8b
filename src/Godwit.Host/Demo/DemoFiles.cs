using System.Globalization;
using System.Reflection;
using Godwit.Host.Serve;

namespace Godwit.Host.Demo;

/// <summary>The demo's resources: YAML files of the executable, with what is known only at start filled in.</summary>
internal static class DemoFiles
{
    /// <summary>How far ahead the second cut-off is.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    private static readonly string[] Names =
        ["organizations.yaml", "providers.yaml", "routes.yaml", "policies.yaml",
        "grants.yaml"];

    /// <summary>The files by name, filled in.</summary>
    /// <param name="simulator">Root of the simulated providers.</param>
    /// <param name="now">The instant the demo starts.</param>
    public static IReadOnlyDictionary<string, string> Read(Uri simulator, DateTimeOffset now)
    {
        var cutOff = CutOff(now);
        var root = simulator.GetLeftPart(UriPartial.Authority);
        return Names.ToDictionary(name => name, name => Text(name)
            .Replace("{{simulator}}", root, StringComparison.Ordinal)
            .Replace("{{announced}}", Instant(cutOff - Ahead), StringComparison.Ordinal)
            .Replace("{{cut_off}}", Instant(cutOff), StringComparison.Ordinal));
    }

    /// <summary>The instant of the cut-off that is ahead: midnight UTC, two weeks on.</summary>
    public static DateTimeOffset CutOff(DateTimeOffset now) => new(now.UtcDateTime.Date + Ahead, TimeSpan.Zero);

    /// <summary>Writes the files into a folder for <c>--config</c>.</summary>
    public static void WriteTo(string folder, Uri simulator, DateTimeOffset now)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in Read(simulator, now))
            AtomicFile.Write(Path.Combine(folder, name), text);
    }

    private static string Instant(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Text(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Godwit.Host.Demo.{name}")
            ?? throw new InvalidOperationException($"the executable was built without Demo/{name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
