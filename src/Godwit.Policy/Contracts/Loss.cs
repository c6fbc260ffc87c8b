using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Contracts;

/// <summary>One field that a translation between dialects did not carry over as it was.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Path">Where it stands in the client's request, e.g. <c>messages[2].content[0].cache_control</c>; in an
/// answer, where it stood in the provider's, with <c>answer:</c> before it.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record Loss(LossKind Kind, string Path, string Reason);

/// <summary>What became of a field.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<LossKind>))]
public enum LossKind
{
    /// <summary>The provider has nothing like it: it was left out.</summary>
    Dropped,

    /// <summary>Its value was brought into the range that the provider takes.</summary>
    Clamped,

    /// <summary>The same under another name, by a rule of this provider; nothing is lost.</summary>
    Renamed,

    /// <summary>Something near it was sent instead.</summary>
    Approximated,

    /// <summary>Godwit or the prompt does what the provider does not do by itself.</summary>
    Emulated,

    /// <summary>
    /// The client left it out, and it was sent all the same, because the provider's default is another than the
    /// client's dialect has; nothing is lost.
    /// </summary>
    Defaulted,
}
