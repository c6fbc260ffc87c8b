namespace Godwit.Control.Storage.Grants;

/// <summary>What the entries of a grant's period add up to, by account.</summary>
internal sealed record GrantBalance(string Grant, long Period)
{
    private readonly long[] amounts = new long[Enum.GetValues<GrantAccount>().Length];

    /// <summary>What was given: the other side of the provider's account.</summary>
    public long Given => -this[GrantAccount.Provider];

    public long Available => this[GrantAccount.Available];

    public long Reserved => this[GrantAccount.Reserved];

    public long Used => this[GrantAccount.Used];

    public long Expired => this[GrantAccount.Expired];

    /// <summary>By an operator; what the provider denied is <see cref="Denied"/>.</summary>
    public long Corrected => this[GrantAccount.Corrected];

    public long Denied => this[GrantAccount.Denied];

    /// <summary>The sum of an account's entries.</summary>
    public long this[GrantAccount account]
    {
        get => amounts[(int)account];
        set => amounts[(int)account] = value;
    }

    /// <summary>Whether anything was ever entered.</summary>
    public bool IsTouched => amounts.Any(amount => amount != 0);
}
