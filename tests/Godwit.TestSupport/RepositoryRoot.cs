namespace Godwit.TestSupport;

/// <summary>The checkout that the running tests were built from.</summary>
public static class RepositoryRoot
{
    private const string Marker = "Godwit.slnx";

    /// <summary>The absolute path of the checkout.</summary>
    public static string Path { get; } = Find();

    /// <summary>Joins a path inside the checkout to its root.</summary>
    public static string Combine(params ReadOnlySpan<string> parts) =>
        System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No {Marker} above {AppContext.BaseDirectory}.");
    }
}
