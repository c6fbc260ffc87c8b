using Godwit.Policy.Contracts;

namespace Godwit.Policy.Territories;

/// <summary>What is known of a caller when a territory policy decides.</summary>
/// <param name="Evidence">What the address data say.</param>
/// <param name="Chain">How the client address was found.</param>
/// <param name="Organization">The caller's organization, for scopes, exemptions and facts of its account.</param>
/// <param name="Surface">The way by which it uses the provider.</param>
public readonly record struct TerritoryFacts(
    AddressEvidence Evidence, ChainOutcome Chain, string Organization, Surface Surface = Surface.Api)
{
    /// <summary>
    /// What the data say of the end user's address that a reseller handed on; null without one. Whichever of the two
    /// addresses gets the stricter decision decides, so that a reseller can't make a caller look better.
    /// </summary>
    public AddressEvidence? EndUser { get; init; }
}
