namespace Godwit.Control.Storage.Grants;

/// <summary>A row of the ledger of grants: an amount goes from one account to another.</summary>
/// <param name="Grant">Name of the Grant.</param>
/// <param name="Period">The period's name.</param>
/// <param name="Id">
/// Id of the first request, or one of its own; with grant, period and kind it is there once.
/// </param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When; the last time of several requests.</param>
/// <param name="Debit">Where the amount is taken from.</param>
/// <param name="Credit">Where it goes.</param>
/// <param name="Amount">Above 0, in whole tokens or billionths of money.</param>
/// <param name="Note">Why, where that is not plain.</param>
/// <param name="Requests">How many requests moved the amount; null where none did.</param>
internal sealed record GrantTransaction(
    string Grant, long Period, string Id, GrantEntryKind Kind, DateTimeOffset At, GrantAccount Debit,
    GrantAccount Credit, long Amount, string? Note = null, long? Requests = null)
{
    /// <summary>A kind or an account as the store has it.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

/// <summary>What happens to a grant.</summary>
internal enum GrantEntryKind
{
    Granted,
    Reserved,
    Used,
    Released,
    Expired,
    Corrected,
}

/// <summary>Where amounts of a grant lie.</summary>
internal enum GrantAccount
{
    /// <summary>What was given, as a negative balance.</summary>
    Provider,
    Available,
    Reserved,
    Used,
    Expired,

    /// <summary>What an operator found not to be there, or, as a negative balance, to be there besides.</summary>
    Corrected,

    /// <summary>What the provider denied when it said that nothing is left.</summary>
    Denied,
}
