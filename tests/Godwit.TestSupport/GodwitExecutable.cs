using System.Diagnostics;

namespace Godwit.TestSupport;

/// <summary>Where the built executable is, and how a process of it is described.</summary>
public static class GodwitExecutable
{
    // Test assemblies lie in artifacts/bin/NAME/CONFIGURATION: the executable of the same build is a cousin.
    private static readonly DirectoryInfo TestFolder = new(AppContext.BaseDirectory);

    /// <summary>The path of <c>godwit.dll</c> of the same build as the running tests.</summary>
    public static string Path { get; } = System.IO.Path.Combine(
        TestFolder.Parent!.Parent!.FullName, "Godwit.Host", TestFolder.Name, "godwit.dll");

    /// <summary>Describes a process that runs the verb, with nothing inherited that would configure Godwit.</summary>
    internal static ProcessStartInfo Describe(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string workingFolder)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = workingFolder,
        };
        foreach (var name in start.Environment.Keys.Where(IsProductVariable).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    // A developer's own provider keys would put real providers behind the tests.
    private static bool IsProductVariable(string name) =>
        name.StartsWith("GODWIT_", StringComparison.Ordinal)
        || name.EndsWith("_API_KEY", StringComparison.Ordinal)
        || name.StartsWith("OTEL_", StringComparison.Ordinal);
}
