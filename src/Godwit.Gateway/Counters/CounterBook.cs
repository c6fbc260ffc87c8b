using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Counters;

/// <summary>
/// What this node spent of each budget and grant, and claimed of each rate, as the journal tells it: the journal is
/// what happened, the book is its sum up to a place. A node that starts again, after kill -9 too, knows from the two
/// what it had spent.
/// </summary>
/// <remarks>
/// A request writes down what it holds before it is sent, and its record ends that. Who died in between is charged what
/// was held, by a record that says it was lost: each request is settled once. What a node claimed of a rate it counts
/// as spent when it starts again.
/// </remarks>
internal sealed partial class CounterBook : IDisposable
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly CounterBookFile file;
    private readonly RequestJournal journal;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CounterSums sums;
    private readonly CounterSums seen = new();
    private readonly Dictionary<string, List<(long Period, long Spent)>> before = new(StringComparer.Ordinal);
    private DateTimeOffset savedAt;
    private long savedSegment;

    public CounterBook(
        JournalSegments segments, RequestJournal journal, TimeProvider time, ILogger<CounterBook> logger)
    {
        this.journal = journal;
        this.time = time;
        this.logger = logger;
        file = new CounterBookFile(segments.Folder);
        var begun = segments.Current!.Number;
        sums = file.Read(logger) ?? new CounterSums();
        foreach (var segment in segments.Existing().Where(s => s < begun))
            Replay(segments, segment);
        sums.Position = new JournalPosition(begun, 0);
        foreach (var ((account, period), spent) in sums.Spent)
            Remember(account, period, spent);
        foreach (var claim in sums.Claims.Values)
            Remember(claim.Account, claim.Period, claim.Amount);
        foreach (var held in sums.Pending.Values.ToList())
            Lose(held);
        Save(begun);
    }

    /// <summary>Accounts that something was spent of before the node started.</summary>
    public IReadOnlyCollection<string> Accounts => before.Keys;

    /// <summary>What had been spent of an account before the node started, by period.</summary>
    public IReadOnlyList<(long Period, long Spent)> Of(string account) =>
        before.TryGetValue(account, out var known) ? known : [];

    /// <summary>Writes down what is claimed of a rate. When it returns, a next process knows it.</summary>
    public void WriteDown(in Claim claim)
    {
        try
        {
            journal.AppendClaim(claim);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // As for records: the answer is worth more than knowing of it after a death of the process.
            Log.NotWrittenDown(logger, claim.Account, e);
        }
    }

    /// <summary>Forgets what was seen and not committed: the journal is read from an earlier place again.</summary>
    public void Begin()
    {
        lock (gate)
            seen.Clear();
    }

    /// <summary>Looks at a frame of the journal.</summary>
    /// <param name="place">Where the frame begins.</param>
    /// <param name="payload">What is in it.</param>
    public void See(JournalPosition place, ReadOnlySpan<byte> payload)
    {
        lock (gate)
        {
            if (IsBefore(place, sums.Position))
                return;
            seen.Take(payload);
            seen.Position = place;
        }
    }

    /// <summary>Counts what was seen; it does not come again.</summary>
    /// <param name="place">Where the last frame that was seen ends.</param>
    /// <exception cref="ArgumentException">More was seen than that.</exception>
    public void Commit(JournalPosition place)
    {
        lock (gate)
        {
            if (!IsBefore(seen.Position, place))
                throw new ArgumentException("Frames behind the place were seen.", nameof(place));
            sums.Take(seen);
            seen.Clear();
            if (IsBefore(sums.Position, place))
                sums.Position = place;

            // Segments before the place may be deleted from now on.
            if (place.Segment != savedSegment || time.GetUtcNow() - savedAt >= SaveEvery)
                Save(place.Segment);
        }
    }

    public void Dispose()
    {
        lock (gate)
            Save(sums.Position.Segment);
    }

    private static bool IsBefore(JournalPosition one, JournalPosition other) =>
        one.Segment < other.Segment || (one.Segment == other.Segment && one.Offset < other.Offset);

    private void Replay(JournalSegments segments, long segment)
    {
        foreach (var (place, payload) in segments.FramesOf(segment))
        {
            if (!IsBefore(place, sums.Position))
                seen.Take(payload);
        }

        sums.Take(seen);
        seen.Clear();
    }

    private void Lose(byte[] held)
    {
        var record = HoldFrame.RecordOf(held);
        journal.Append(record);
        foreach (var charge in record.Charges ?? [])
            Remember(charge.Account, charge.Period, charge.Spent);
        Log.Lost(logger, record.Id);
    }

    private void Remember(string account, long period, long spent)
    {
        if (!before.TryGetValue(account, out var known))
            before.Add(account, known = []);
        known.Add((period, spent));
    }

    private void Save(long segment)
    {
        sums.Prune(time.GetUtcNow().UtcTicks);
        file.Write(sums);
        (savedAt, savedSegment) = (time.GetUtcNow(), segment);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2010, LogLevel.Warning,
            "Request {RequestId} was under way when the process died; what had been reserved for it counts as spent.")]
        public static partial void Lost(ILogger logger, Guid requestId);

        [LoggerMessage(2013, LogLevel.Error, "What is claimed of {Account} could not be written to the journal.")]
        public static partial void NotWrittenDown(ILogger logger, string account, Exception exception);
    }
}
