using System.Text.Json;
using System.Text.Json.Serialization;
using Godwit.Control.Secrets;
using Godwit.Control.Storage;

namespace Godwit.Control.Publishing;

/// <summary>
/// The resources that were published last, kept encrypted beside the store, to start from while it is away.
/// </summary>
internal sealed class LastGood(DataFolder folder, SecretSealer sealer)
{
    private const string Purpose = "last-good";

    public void Write(ResourceSet set)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new LastGoodContent(set.Revision, [.. set.Resources]), LastGoodJsonContext.Default.LastGoodContent);
        DataFolder.Replace(folder.LastGood, sealer.Seal(content, Purpose));
    }

    /// <summary>The resources; null when there are none, or they cannot be opened with this data key.</summary>
    public ResourceSet? Read()
    {
        if (!File.Exists(folder.LastGood)
            || sealer.Open(File.ReadAllBytes(folder.LastGood), Purpose) is not { } content)
            return null;
        var read = JsonSerializer.Deserialize(content, LastGoodJsonContext.Default.LastGoodContent)!;
        return new ResourceSet(read.Revision, read.Resources);
    }
}

/// <summary>What the file holds.</summary>
internal sealed record LastGoodContent(long Revision, IReadOnlyList<StoredResource> Resources);

[JsonSerializable(typeof(LastGoodContent))]
internal sealed partial class LastGoodJsonContext : JsonSerializerContext;
