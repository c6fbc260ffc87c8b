using System.Text.Json.Serialization;
using Godwit.Host.Serve;

namespace Godwit.Host;

/// <summary>JSON of the files by which processes find each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(RunningGodwit))]
internal sealed partial class HostJsonContext : JsonSerializerContext;
