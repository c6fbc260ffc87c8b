using System.Text;
using Godwit.Control.Storage.EndUsers;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;
using Godwit.Policy.Limits;

namespace Godwit.Control.Storage;

/// <summary>Of the charges of one record after the other, those that are added up where records are stored.</summary>
internal sealed class RecordCharges
{
    private const int MostNames = 10_000;

    private static readonly byte[] GrantPrefix = Encoding.UTF8.GetBytes(GrantRulesCompiler.AccountPrefix);

    private readonly List<GrantCharge> grants = [];
    private readonly List<EndUserCharge> endUsers = [];
    private readonly KnownNames names = new(MostNames);

    /// <summary>One charge for each grant and period; good until the next reading.</summary>
    public IReadOnlyList<GrantCharge> Grants => grants;

    /// <summary>Charges of end users in budgets; good until the next reading.</summary>
    public IReadOnlyList<EndUserCharge> EndUsers => endUsers;

    /// <summary>Reads those of a record: none when they have another shape than Godwit gives them.</summary>
    public void Read(RequestRow row)
    {
        Clear();
        var charges = new ChargeReader(row.Charges.Span);
        while (charges.Read())
        {
            if (!TryAdd(charges))
            {
                Clear();
                return;
            }
        }

        if (charges.IsDamaged)
            Clear();
    }

    private bool TryAdd(in ChargeReader charges)
    {
        if (charges.Account.StartsWith(GrantPrefix))
            return TryAddGrant(charges);
        if (!EndUserName.TryReadAccount(charges.Account, out var budget, out var endUser))
            return true;
        var (name, whose) = (names.Of(budget), names.Of(endUser));
        if (!LimitAccount.IsLegal(name) || !Names.IsLegal(EndUserName.KeyOf(whose)))
            return false;
        endUsers.Add(new EndUserCharge(name, charges.Period, whose, charges.Spent));
        return true;
    }

    // Attempts of one request that the same grant paid for are one charge.
    private bool TryAddGrant(in ChargeReader charges)
    {
        var grant = names.Of(charges.Account[GrantPrefix.Length..]);
        if (!Names.IsLegal(grant))
            return false;
        var charge = new GrantCharge(
            grant, charges.Period, charges.Reserved, Math.Max(0, charges.Spent), charges.Corrected);
        var at = 0;
        while (at < grants.Count && (grants[at].Grant != charge.Grant || grants[at].Period != charge.Period))
            at++;
        if (at == grants.Count)
        {
            grants.Add(charge);
            return true;
        }

        var before = grants[at];
        var (reserved, spent, corrected) = (
            (Int128)before.Reserved + charge.Reserved, (Int128)before.Spent + charge.Spent,
            (Int128)before.Corrected + charge.Corrected);
        if (!IsLong(reserved) || !IsLong(spent) || !IsLong(corrected))
            return false;
        grants[at] = before with { Reserved = (long)reserved, Spent = (long)spent, Corrected = (long)corrected };
        return true;
    }

    private void Clear()
    {
        grants.Clear();
        endUsers.Clear();
    }

    private static bool IsLong(Int128 number) => number >= long.MinValue && number <= long.MaxValue;
}
