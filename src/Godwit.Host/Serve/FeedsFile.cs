using Godwit.Control.Resources.Reading;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Configuration;

namespace Godwit.Host.Serve;

/// <summary>Reads the file that names the feeds of evidence about addresses.</summary>
internal static class FeedsFile
{
    /// <summary>The feeds of a file; what is wrong is added to the errors, and then there are none.</summary>
    public static IReadOnlyList<FeedOptions> Read(string file, List<string> errors)
    {
        var found = new List<ConfigurationError>();
        var list = DocumentFile.Read(file, "feeds", FeedJsonContext.Default.FeedListConfig, found);
        errors.AddRange(found.Select(error => error.ToString()));
        if (list is null)
            return [];
        var wrong = FeedOptionsValidator.Validate(list.Feeds);
        errors.AddRange(wrong.Select(error => $"{file}: {error}"));
        if (wrong.Count > 0)
            return [];
        // A path is meant from where the file is, not from where Godwit happens to be started.
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return [.. list.Feeds.Select(feed => feed.Path is { } path
            ? feed with { Path = Path.GetFullPath(path, folder) } : feed)];
    }
}
