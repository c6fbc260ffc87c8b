using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;
using Godwit.Policy.Territories;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>A file of feeds, as an operator writes it.</summary>
public sealed record FeedListConfig
{
    [Description("The feeds in order of precedence.")]
    public required IReadOnlyList<FeedOptions> Feeds { get; init; }
}

/// <summary>How a file of feeds is read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    Converters = [typeof(SnakeCaseEnumConverter<NetworkKind>)])]
[JsonSerializable(typeof(FeedListConfig))]
public sealed partial class FeedJsonContext : JsonSerializerContext;
