using System.Buffers.Text;
using System.Runtime.InteropServices;
using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Counters;

/// <summary>
/// Sums of the journal's charges up to a place, what is held there by requests under way, and what is claimed of rates.
/// </summary>
internal sealed class CounterSums
{
    // A record begins with its id: {"id":"…"
    private const int IdStart = 7;
    private const int IdLength = 36;
    private const int MostAccounts = 10_000;

    private static readonly long BudgetsForgottenAfter = TimeSpan.FromDays(800).Ticks;

    // Requests whose records were taken here frame by frame, which ends what other sums know them to hold.
    private readonly HashSet<Guid> settled = [];

    private readonly KnownNames accounts = new(MostAccounts);

    public JournalPosition Position { get; set; }

    public Dictionary<(string Account, long Period), long> Spent { get; } = [];

    /// <summary>What is claimed of rates, the newest of each bucket.</summary>
    public Dictionary<(string Account, long Period), Claim> Claims { get; } = [];

    /// <summary>What requests under way hold, by their ids: the frames that said so.</summary>
    public Dictionary<Guid, byte[]> Pending { get; } = [];

    private static ReadOnlySpan<byte> ChargesMember => "\"charges\":["u8;

    /// <summary>
    /// Counts a frame. Whoever held something is charged something: the record ends what the frame held.
    /// </summary>
    public void Take(ReadOnlySpan<byte> payload)
    {
        if (HoldFrame.Is(payload))
        {
            Pending[HoldFrame.IdOf(payload)] = payload.ToArray();
            return;
        }

        if (ClaimFrame.Is(payload))
        {
            Add(ClaimFrame.Read(payload));
            return;
        }

        // It stands near the end, and nothing in quotes looks like it.
        if (payload.LastIndexOf(ChargesMember) is var at && at < 0)
            return;
        if (IdOf(payload) is { } id)
        {
            // An earlier attempt may have said what it holds before the first frame that was taken here.
            Pending.Remove(id);
            settled.Add(id);
        }

        AddCharges(payload[(at + ChargesMember.Length - 1)..]);
    }

    /// <summary>Counts what was taken by other sums, which begin where these end.</summary>
    public void Take(CounterSums next)
    {
        foreach (var id in next.settled)
            Pending.Remove(id);
        foreach (var (id, held) in next.Pending)
            Pending[id] = held;
        foreach (var (key, spent) in next.Spent)
            Add(key.Account, key.Period, spent);
        foreach (var claim in next.Claims.Values)
            Add(claim);
    }

    /// <summary>Forgets all that was taken.</summary>
    public void Clear()
    {
        Position = default;
        settled.Clear();
        Pending.Clear();
        Spent.Clear();
        Claims.Clear();
    }

    /// <summary>Forgets what no limit looks at any more.</summary>
    public void Prune(long nowTicks)
    {
        foreach (var key in Spent.Keys)
        {
            if (nowTicks - key.Period > BudgetsForgottenAfter
                && key.Account.StartsWith("Budget/", StringComparison.Ordinal))
                Spent.Remove(key);
        }

        foreach (var (key, claim) in Claims)
        {
            if (claim.Until <= nowTicks || claim.Amount == 0)
                Claims.Remove(key);
        }
    }

    public void Add(string account, long period, long spent) =>
        CollectionsMarshal.GetValueRefOrAddDefault(Spent, (account, period), out _) += spent;

    public void Add(in Claim claim) => Claims[(claim.Account, claim.Period)] = claim;

    private static Guid? IdOf(ReadOnlySpan<byte> record) =>
        record.Length > IdStart + IdLength
        && Utf8Parser.TryParse(record.Slice(IdStart, IdLength), out Guid id, out var read) && read == IdLength
            ? id : null;

    private void AddCharges(ReadOnlySpan<byte> list)
    {
        var charges = new ChargeReader(list);
        while (charges.Read())
        {
            if (charges.Spent + charges.Corrected is var spent && spent != 0)
                Add(accounts.Of(charges.Account), charges.Period, spent);
        }
    }
}
