using System.Text.Json.Serialization;

namespace Godwit.Policy.Contracts;

/// <summary>JSON of the records that cross from the data plane to the control plane.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(RequestRecord))]
public sealed partial class RecordJsonContext : JsonSerializerContext;
