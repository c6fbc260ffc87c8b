using System.Text;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;

namespace Godwit.Control.Storage.Grants;

/// <summary>Of the charges of one record after the other, those to grants.</summary>
internal sealed class GrantCharges
{
    private const int MostNames = 10_000;

    private static readonly byte[] Prefix = Encoding.UTF8.GetBytes(GrantRulesCompiler.AccountPrefix);

    private readonly List<GrantCharge> found = [];
    private readonly KnownNames names = new(MostNames);

    /// <summary>
    /// One charge for each grant and period; nothing when the charges have another shape than Godwit gives them. Good
    /// until the next reading.
    /// </summary>
    public IReadOnlyList<GrantCharge> Of(RequestRow row)
    {
        found.Clear();
        var charges = new ChargeReader(row.Charges.Span);
        while (charges.Read())
        {
            if (charges.Account.StartsWith(Prefix) && !TryAdd(charges))
            {
                found.Clear();
                return found;
            }
        }

        if (charges.IsDamaged)
            found.Clear();
        return found;
    }

    // Attempts of one request that the same grant paid for are one charge.
    private bool TryAdd(in ChargeReader charges)
    {
        var grant = names.Of(charges.Account[Prefix.Length..]);
        if (!Names.IsLegal(grant))
            return false;
        var charge = new GrantCharge(
            grant, charges.Period, charges.Reserved, Math.Max(0, charges.Spent), charges.Corrected);
        var at = found.FindIndex(c => c.Grant == charge.Grant && c.Period == charge.Period);
        if (at < 0)
        {
            found.Add(charge);
            return true;
        }

        var before = found[at];
        var (reserved, spent, corrected) = (
            (Int128)before.Reserved + charge.Reserved, (Int128)before.Spent + charge.Spent,
            (Int128)before.Corrected + charge.Corrected);
        if (!IsLong(reserved) || !IsLong(spent) || !IsLong(corrected))
            return false;
        found[at] = before with { Reserved = (long)reserved, Spent = (long)spent, Corrected = (long)corrected };
        return true;
    }

    private static bool IsLong(Int128 number) => number >= long.MinValue && number <= long.MaxValue;
}
