using System.Diagnostics.CodeAnalysis;
using Godwit.Policy.Configuration;

namespace Godwit.Gateway.Counters;

/// <summary>
/// Counts one account on this node: what was spent, and what is held for requests under way. The two together stay
/// below this node's ceiling, and so below the limit.
/// </summary>
/// <remarks>
/// Every amount counts in the bucket in which it was reserved, from then until the bucket is forgotten, so that what is
/// settled late does not move. Nothing is awaited under the lock; ceilings are asked for one at a time.
/// </remarks>
[SuppressMessage(
    "Reliability", "CA1001:Types that own disposable fields should be disposable",
    Justification = "A semaphore that nobody asked for a handle holds none; a meter is dropped while others use it.")]
internal sealed partial class Meter(string account, AccountShape shape, ICeiling ceiling)
{
    // Others may take what was given before it can be used: the second time is enough unless many ask at once.
    private const int MostAsks = 4;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim asking = new(1);
    private readonly List<Bucket> buckets = [];
    private Allowance allowed;
    private long proof = 1;
    private int nodes = 1;

    public string Account => account;

    public AccountShape Shape => shape;

    /// <summary>Reserves an amount for a request, or nothing; nothing, too, when the meter has retired.</summary>
    /// <param name="bucket">The bucket of the instant.</param>
    /// <param name="allowance">The limit; another one than before when it was changed.</param>
    /// <param name="amount">What the request may use at worst.</param>
    /// <param name="lost">What to do while the ceilings are out of reach.</param>
    /// <param name="cancellation">Gives up waiting for a ceiling.</param>
    public ValueTask<bool> ReserveAsync(
        long bucket, Allowance allowance, long amount, WhenCountersLost lost,
        CancellationToken cancellation) =>
        TryReserve(bucket, allowance, amount)
            ? new(true) : AskAndReserveAsync(bucket, allowance, amount, lost, cancellation);

    /// <summary>Reserves an amount, if what this node has of the limit is enough.</summary>
    public bool TryReserve(long bucket, Allowance allowance, long amount)
    {
        lock (gate)
        {
            if (Retired)
                return false;
            var of = At(bucket);
            if (amount > of.Ceiling - of.Taken || (amount > 0 && (of.Proof != proof || allowance != allowed)))
                return false;
            of.Reserved += amount;
            of.Used = true;
            return true;
        }
    }

    /// <summary>Counts an amount whatever the limit says: a soft limit's.</summary>
    /// <returns>False when the meter has retired.</returns>
    public bool ReserveAnyway(long bucket, long amount)
    {
        lock (gate)
        {
            if (Retired)
                return false;
            var of = At(bucket);
            of.Reserved += amount;
            Weigh(of);
            return true;
        }
    }

    /// <summary>Ends a reservation.</summary>
    /// <param name="bucket">The bucket it was made in.</param>
    /// <param name="reserved">What was reserved.</param>
    /// <param name="spent">What was used; what is beyond the reservation is counted too.</param>
    public void Settle(long bucket, long reserved, long spent)
    {
        lock (gate)
        {
            var of = At(bucket);
            of.Reserved -= reserved;
            of.Spent += spent;
            Weigh(of);
        }
    }

    /// <summary>Takes over what was spent before the node started.</summary>
    public void Restore(long bucket, long spent)
    {
        lock (gate)
        {
            var of = At(bucket);
            of.Spent += spent;
            of.Told = false;
            Weigh(of);
        }
    }

    /// <summary>Nothing is counted any more: whoever asks next gets another meter of the account.</summary>
    public bool Retired { get; private set; }

    /// <summary>Retires, unless something is counted.</summary>
    public bool TryRetire()
    {
        lock (gate)
            return Retired = buckets.Count == 0;
    }

    /// <summary>
    /// What is taken beyond a ceiling was granted by nobody: the window may hold more than the limit, and what is left
    /// below any ceiling has to be asked for anew.
    /// </summary>
    private void Weigh(Bucket of)
    {
        if (of.Taken > of.Ceiling)
            proof++;
    }

    private Bucket? Find(long number)
    {
        for (var i = buckets.Count - 1; i >= 0; i--)
        {
            if (buckets[i].Number == number)
                return buckets[i];
        }

        return null;
    }

    private Bucket At(long number)
    {
        if (Find(number) is { } known)
            return known;
        var made = new Bucket(this, number);
        buckets.Add(made);
        return made;
    }

    private sealed class Bucket(Meter meter, long number)
    {
        public long Number { get; } = number;

        public long Spent { get; set => field = Changed(value); }

        public long Reserved { get; set => field = Changed(value); }

        public long Ceiling { get; set => field = Changed(value); }

        /// <summary>
        /// The meter's number of proof when the ceiling was granted: while it is the same, no window that ends with
        /// this bucket holds more ceilings than the limit.
        /// </summary>
        public long Proof { get; set; }

        /// <summary>The ceiling is as the others know it.</summary>
        public bool Told { get; set; } = true;

        /// <summary>Something was taken since it was last looked at.</summary>
        public bool Used { get; set; }

        public long Taken => Spent + Reserved;

        private long Changed(long value)
        {
            meter.Changed(Number);
            return value;
        }
    }
}
