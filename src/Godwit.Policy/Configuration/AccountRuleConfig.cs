using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Godwit.Policy.Configuration;

/// <summary>
/// Which facts of an organization's account decide, wherever it calls from. A fact that is not served gets the policy's
/// <c>unserved</c> action; no fact makes a decision milder.
/// </summary>
public sealed record AccountRuleConfig
{
    [Description("Kinds of fact whose territory must be served: verified, billing, declared. Absent: none.")]
    public IReadOnlyList<AccountFactKind>? Use { get; init; }

    [Description(
        "An organization is excluded when more than this percentage of it is owned from territories that are not "
        + "served, e.g. 50. Absent: ownership does not decide.")]
    public decimal? OwnershipAbovePercent { get; init; }
}

/// <summary>How an account's territory is known, the strongest first.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<AccountFactKind>))]
public enum AccountFactKind
{
    /// <summary>Checked by somebody: documents, a tax number, a bank.</summary>
    Verified,

    /// <summary>The address that invoices go to.</summary>
    Billing,

    /// <summary>What the organization says of itself.</summary>
    Declared,
}
