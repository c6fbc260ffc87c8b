namespace Godwit.Gateway.Counters.Redis;

/// <summary>The scripts that the server runs, each atomic.</summary>
internal static class RedisScript
{
    /// <summary>Raises a ceiling as far as the limit lets it.</summary>
    public static readonly string Raise = Read("raise");

    /// <summary>Sets a ceiling.</summary>
    public static readonly string Hold = Read("hold");

    /// <summary>Says that a node is there.</summary>
    public static readonly string Beat = Read("beat");

    /// <summary>Says that a process ends.</summary>
    public static readonly string Leave = Read("leave");

    private static string Read(string name) => Text("prelude") + Text(name);

    private static string Text(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream($"Godwit.Counters.{name}.lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
