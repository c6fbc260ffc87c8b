using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>The way by which a caller uses a provider; providers restrict some and not others.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Surface>))]
public enum Surface
{
    /// <summary>Requests that are answered at once.</summary>
    Api,

    /// <summary>A product with a user interface of its own.</summary>
    ChatProduct,

    /// <summary>Jobs whose result is fetched later.</summary>
    Batch,

    /// <summary>Files kept at the provider.</summary>
    Files,

    /// <summary>Sessions over a connection that stays open.</summary>
    Realtime,
}
