using System.Globalization;

namespace Godwit.Policy.Territories;

/// <summary>
/// What a policy tells those whom it will exclude; the header texts are made once, when the policy is compiled.
/// </summary>
/// <param name="Policy">The policy that will exclude them, as <c>name@version</c>.</param>
/// <param name="RefusedFromTicks">First instant at which it does, UTC ticks.</param>
/// <param name="Link">Value of the <c>Link</c> header, RFC 8594; null where the policy names no URL.</param>
public sealed record TerritoryNotice(string Policy, long RefusedFromTicks, string? Link)
{
    /// <summary>Value of the <c>Sunset</c> header, RFC 8594: an HTTP date.</summary>
    public string Sunset { get; } =
        new DateTime(RefusedFromTicks, DateTimeKind.Utc).ToString("R", CultureInfo.InvariantCulture);
}
