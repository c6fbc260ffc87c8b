using Godwit.Policy.Pricing;

namespace Godwit.Control.Exports.Focus;

/// <summary>What charges agree in that are one row.</summary>
/// <param name="PeriodStart">First instant of the hour or day, UTC.</param>
/// <param name="Organization">Whose it is; null for nobody's.</param>
/// <param name="Project">Its project.</param>
/// <param name="Provider">The Provider resource, which is an account.</param>
/// <param name="Model">The model.</param>
/// <param name="Kind">What was used; null where the parts of a cost are not known.</param>
/// <param name="Variant">Which of the kind's prices it is: tier, batch, hours; empty for the plain one.</param>
/// <param name="UnitPrice">Price of a million tokens or of a call, with its factors; null: not known.</param>
/// <param name="PriceVersion">The price.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Grant">The grant that paid for it; null where it is paid in money.</param>
/// <param name="CloudRegion">Where the provider was reached; null: not known.</param>
/// <param name="ApiKey">Name of the key.</param>
/// <param name="RequestModel">The model that was asked for.</param>
/// <param name="Territory">Where the caller was; ISO 3166-1.</param>
internal sealed record FocusKey(
    DateTimeOffset PeriodStart, string? Organization, string? Project, string Provider, string Model, CostKind? Kind,
    string Variant, decimal? UnitPrice, string? PriceVersion, string Currency, string? Grant, string? CloudRegion,
    string? ApiKey, string? RequestModel, string? Territory)
{
    /// <summary>The tool that the provider ran; null for tokens, and where it was not told which.</summary>
    public string? Tool { get; init; }
}
