using System.Buffers.Text;
using System.Text.Json;
using Godwit.Gateway.Journal;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Counters;

/// <summary>Sums of the journal's charges up to a place, and what is held there by requests under way.</summary>
internal sealed class CounterSums
{
    // A record begins with its id: {"id":"…"
    private const int IdStart = 7;
    private const int IdLength = 36;

    private static readonly long RatesForgottenAfter = TimeSpan.FromDays(2).Ticks;
    private static readonly long BudgetsForgottenAfter = TimeSpan.FromDays(800).Ticks;

    public JournalPosition Position { get; set; }

    public Dictionary<(string Account, long Period), long> Spent { get; } = [];

    /// <summary>By the request's id: the record that is written should it have been lost.</summary>
    public Dictionary<Guid, byte[]> Pending { get; } = [];

    private static ReadOnlySpan<byte> ChargesMember => "\"charges\":["u8;

    /// <summary>Whether a frame changes anything here, as far as one look tells.</summary>
    public static bool Concerns(ReadOnlySpan<byte> payload, CounterSums sums) =>
        HoldFrame.Is(payload) || payload.IndexOf(ChargesMember) >= 0
        || (sums.Pending.Count > 0 && IdOf(payload) is { } id && sums.Pending.ContainsKey(id));

    /// <summary>Counts a frame.</summary>
    public void Take(byte[] payload)
    {
        if (HoldFrame.Is(payload))
        {
            if (IdOf(HoldFrame.RecordOf(payload)) is { } held)
                Pending[held] = HoldFrame.RecordOf(payload).ToArray();
            return;
        }

        if (IdOf(payload) is { } settled)
            Pending.Remove(settled);
        if (payload.AsSpan().IndexOf(ChargesMember) is >= 0 and var at)
            AddCharges(payload.AsSpan(at + ChargesMember.Length - 1));
    }

    /// <summary>Forgets what no limit looks at any more.</summary>
    public void Prune(long nowTicks)
    {
        List<(string, long)>? over = null;
        foreach (var (account, period) in Spent.Keys)
        {
            var kept = account.StartsWith("RateLimit/", StringComparison.Ordinal) ? RatesForgottenAfter
                : account.StartsWith("Budget/", StringComparison.Ordinal) ? BudgetsForgottenAfter
                : long.MaxValue;
            if (nowTicks - period > kept)
                (over ??= []).Add((account, period));
        }

        foreach (var key in over ?? [])
            Spent.Remove(key);
    }

    public void Add(string account, long period, long spent) =>
        Spent[(account, period)] = Spent.GetValueOrDefault((account, period)) + spent;

    private static Guid? IdOf(ReadOnlySpan<byte> record) =>
        record.Length > IdStart + IdLength
        && Utf8Parser.TryParse(record.Slice(IdStart, IdLength), out Guid id, out var read) && read == IdLength
            ? id : null;

    private void AddCharges(ReadOnlySpan<byte> list)
    {
        var json = new Utf8JsonReader(list);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var (account, period, spent) = ((string?)null, 0L, 0L);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var (isAccount, isPeriod) = (json.ValueTextEquals("account"u8), json.ValueTextEquals("period"u8));
                var isSpent = json.ValueTextEquals("spent"u8) || json.ValueTextEquals("corrected"u8);
                json.Read();
                if (isAccount)
                    account = json.GetString();
                else if (isPeriod)
                    period = json.GetInt64();
                else if (isSpent)
                    spent += json.GetInt64();
            }

            if (account is not null && spent != 0)
                Add(account, period, spent);
        }
    }
}
