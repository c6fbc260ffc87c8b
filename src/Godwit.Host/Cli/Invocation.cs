namespace Godwit.Host.Cli;

/// <summary>
/// How this program is called from the folder the user is in, for commands that are printed to be copied.
/// </summary>
internal static class Invocation
{
    /// <summary>The program, e.g. <c>artifacts/bin/Godwit.Host/release/godwit</c> in a checkout.</summary>
    public static string Program { get; } = Find();

    private static string Find()
    {
        var executable = Environment.ProcessPath ?? "godwit";
        return Path.GetFileNameWithoutExtension(executable) == "dotnet"
            ? $"dotnet {Nearest(Path.Combine(AppContext.BaseDirectory, "godwit.dll"))}"
            : Nearest(executable);
    }

    private static string Nearest(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path
            : Path.Combine(".", relative);
    }
}
