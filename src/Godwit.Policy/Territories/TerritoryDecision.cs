using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Territories;

/// <summary>Why a provider may or may not serve a caller.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TerritoryReason>))]
public enum TerritoryReason
{
    /// <summary>No policy has this provider in its scope.</summary>
    NoPolicy,

    /// <summary>The caller's territory is served.</summary>
    TerritoryServed,

    /// <summary>A policy exists, and is not in force at that instant.</summary>
    PolicyNotEffective,

    /// <summary>A policy gives notice: the caller is served, and will not be from a known instant on.</summary>
    NoticePhase,

    /// <summary>The organization is exempt for the time being.</summary>
    ExemptionApplied,

    /// <summary>The caller's territory is not served.</summary>
    TerritoryNotServed,

    /// <summary>The caller's part of the territory is not served.</summary>
    SubdivisionNotServed,

    /// <summary>No source knows the address.</summary>
    TerritoryUnknown,

    /// <summary>Sources disagree, and not every candidate is served.</summary>
    TerritoryDisputed,

    /// <summary>The proxy chain can't be believed, so nobody's address is taken.</summary>
    ChainUntrusted,

    /// <summary>The address is private or of another special purpose.</summary>
    AddressNotPublic,

    /// <summary>The address belongs to an anonymizing network that the policy does not serve.</summary>
    Anonymizer,

    /// <summary>A fact of the organization's account lies in a territory that is not served.</summary>
    AccountTerritoryNotServed,

    /// <summary>Too much of the organization is owned from territories that are not served.</summary>
    OwnershipNotServed,

    /// <summary>The provider itself refused the region, though the policy would have served it.</summary>
    ProviderRefused,
}

/// <summary>Whether one provider may serve one caller at one instant.</summary>
/// <param name="Action">What follows.</param>
/// <param name="Reason">Why.</param>
/// <param name="Policy">The policy that decided; null when none applies.</param>
public readonly record struct TerritoryDecision(TerritoryAction Action, TerritoryReason Reason, TerritoryRules? Policy)
{
    /// <summary>
    /// The notice to pass on: of all policies that will exclude the caller and do not yet, the first to do so.
    /// </summary>
    public TerritoryNotice? Notice { get; init; }

    /// <summary>True when the end user's address decided, and the reseller's own alone would do better.</summary>
    public bool OfEndUser { get; init; }

    /// <summary>True when the provider may be used.</summary>
    public bool MayServe => Action is TerritoryAction.Serve or TerritoryAction.Observe;
}
