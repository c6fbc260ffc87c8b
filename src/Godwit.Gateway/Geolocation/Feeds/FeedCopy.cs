using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>What is known of the copy of a fetched feed.</summary>
internal sealed record FeedCopyAbout
{
    public required string Url { get; init; }

    /// <summary>Checksum of the copy; one that differs belongs to another fetch.</summary>
    public required string Sha256 { get; init; }

    public required DateTimeOffset FetchedAt { get; init; }

    public string? ETag { get; init; }

    public DateTimeOffset? LastModified { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(FeedCopyAbout))]
internal sealed partial class FeedCopyJsonContext : JsonSerializerContext;

/// <summary>The copy of a fetched feed in the data folder, so that a start needs no network.</summary>
internal sealed class FeedCopy(string folder, FeedOptions options)
{
    private readonly string contentPath = Path.Combine(folder, $"{options.Name}.feed");
    private readonly string aboutPath = Path.Combine(folder, $"{options.Name}.json");

    /// <summary>The copy; null when there is none of this URL that is whole.</summary>
    public (byte[] Content, FeedCopyAbout About)? Read()
    {
        if (!File.Exists(aboutPath) || !File.Exists(contentPath))
            return null;
        try
        {
            var about = JsonSerializer.Deserialize(
                File.ReadAllBytes(aboutPath), FeedCopyJsonContext.Default.FeedCopyAbout);
            var content = File.ReadAllBytes(contentPath);
            return about?.Url == options.Url && about?.Sha256 == Convert.ToHexStringLower(SHA256.HashData(content))
                ? (content, about!) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the copy; a reader sees the old one or the new one whole.</summary>
    public void Write(byte[] content, FeedCopyAbout about)
    {
        Directory.CreateDirectory(folder);
        Replace(contentPath, content);
        Replace(aboutPath, JsonSerializer.SerializeToUtf8Bytes(about, FeedCopyJsonContext.Default.FeedCopyAbout));
    }

    private static void Replace(string path, byte[] content)
    {
        var draft = path + ".tmp";
        using (var file = File.Create(draft))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
