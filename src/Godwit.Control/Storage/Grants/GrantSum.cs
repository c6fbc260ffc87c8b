namespace Godwit.Control.Storage.Grants;

/// <summary>What the requests of one batch and hour moved in one grant and period.</summary>
/// <param name="grant">Name of the Grant.</param>
/// <param name="period">The period's name.</param>
internal sealed class GrantSum(string grant, long period)
{
    private Total reserved, used, released, denied;
    private Guid first;
    private DateTimeOffset last = DateTimeOffset.MinValue;

    /// <summary>
    /// At most one row of each kind. They bear the id of the first request, and the instant of the last.
    /// </summary>
    public IEnumerable<GrantTransaction> Rows => new[]
    {
        Row(GrantEntryKind.Reserved, GrantAccount.Available, GrantAccount.Reserved, reserved),
        Row(GrantEntryKind.Used, GrantAccount.Reserved, GrantAccount.Used, used),
        Row(GrantEntryKind.Released, GrantAccount.Reserved, GrantAccount.Available, released),
        Row(GrantEntryKind.Corrected, GrantAccount.Available, GrantAccount.Denied, denied) with
        {
            Note = "the provider said that nothing is left",
        },
    }.Where(row => row.Amount > 0);

    /// <summary>
    /// Adds what one request moved. A charge so large that no sum can hold it is a slip, and left alone.
    /// </summary>
    public void Add(in GrantCharge charge, Guid request, DateTimeOffset at)
    {
        // What was used beyond the reservation is reserved with it: nothing may stay reserved, nor less than nothing.
        var held = Math.Max(charge.Reserved, charge.Spent);
        if ((held <= 0 && charge.Corrected <= 0)
            || !reserved.HasRoomFor(held) || !denied.HasRoomFor(charge.Corrected))
            return;
        reserved.Add(held);
        used.Add(charge.Spent);
        released.Add(held - charge.Spent);
        denied.Add(charge.Corrected);
        if (first == default)
            first = request;
        if (at > last)
            last = at;
    }

    private GrantTransaction Row(GrantEntryKind kind, GrantAccount debit, GrantAccount credit, Total total) =>
        new(grant, period, first.ToString(), kind, last, debit, credit, total.Amount, Requests: total.Requests);

    private struct Total
    {
        public long Amount { get; private set; }

        /// <summary>How many requests moved something.</summary>
        public long Requests { get; private set; }

        public readonly bool HasRoomFor(long amount) => amount <= long.MaxValue - Amount;

        public void Add(long amount)
        {
            if (amount <= 0)
                return;
            Amount += amount;
            Requests++;
        }
    }
}
