using System.Text.Json.Serialization;
using Godwit.Control.Evidence.Bundles;
using Godwit.Control.Storage;

namespace Godwit.Control.Evidence;

/// <summary>JSON of what a bundle holds.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfigurationItem))]
[JsonSerializable(typeof(HistoryRow))]
[JsonSerializable(typeof(StoredDataset))]
[JsonSerializable(typeof(BundleManifest))]
internal sealed partial class EvidenceJsonContext : JsonSerializerContext;
