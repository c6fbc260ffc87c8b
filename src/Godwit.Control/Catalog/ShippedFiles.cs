using System.Collections.Frozen;
using System.Reflection;

namespace Godwit.Control.Catalog;

/// <summary>
/// Which catalog files are as they were when the executable was built, when tests had found them right. By content
/// alone: neither name, date nor folder makes a file known.
/// </summary>
internal static class ShippedFiles
{
    private const string Resource = "Godwit.Control.Catalog.sha256";

    private static readonly Lazy<FrozenSet<string>> Known = new(Read);

    /// <summary>True for a file that ships, unchanged.</summary>
    /// <param name="name">The file's name without its ending, which is the entry's.</param>
    /// <param name="sha256">SHA-256 of its content.</param>
    public static bool Contains(string name, ReadOnlySpan<byte> sha256) =>
        Known.Value.Contains($"{Convert.ToHexString(sha256)} {name}");

    // Written by the build (the project file's target HashCatalog): a line for each file, its hash and its name.
    private static FrozenSet<string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split((char[])['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
