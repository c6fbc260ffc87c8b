using System.Text.Json;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;

namespace Godwit.Control.Grants;

/// <summary>What one record of a request tells of grants.</summary>
internal sealed class GrantCharges
{
    // As they stand in a record that has some; a text in which they stand by chance is read in vain and harms nothing.
    private static readonly byte[] ChargesMark = [.. "\"charges\":["u8];
    private static readonly byte[] GrantMark = [.. "\"grant\":\""u8];

    private readonly List<GrantTransaction> rows = [];
    private readonly List<GrantExhaustion> exhausted = [];

    private GrantCharges()
    {
    }

    /// <summary>What was reserved, used and given back.</summary>
    public IReadOnlyList<GrantTransaction> Rows => rows;

    /// <summary>The grants of which the provider said that nothing is left.</summary>
    public IReadOnlyList<GrantExhaustion> Exhausted => exhausted;

    /// <summary>Reads a record; null when it tells nothing of grants, or cannot be read.</summary>
    public static GrantCharges? Read(JournalRecord record)
    {
        var json = record.Json.Span;
        if (json.IndexOf(ChargesMark) < 0 && json.IndexOf(GrantMark) < 0)
            return null;
        try
        {
            using var document = JsonDocument.Parse(record.Json);
            var charges = new GrantCharges();
            charges.Read(document.RootElement);
            return charges;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            // The shipper says so of a record that is none, and keeps it in the log.
            return null;
        }
    }

    private void Read(JsonElement record)
    {
        var id = record.GetProperty("id").GetGuid().ToString();
        var at = record.GetProperty("started_at").GetDateTimeOffset().ToUniversalTime();
        var periods = new Dictionary<string, long>(StringComparer.Ordinal);
        if (record.TryGetProperty("charges", out var charges) && charges.ValueKind == JsonValueKind.Array)
        {
            foreach (var group in charges.EnumerateArray().Select(ChargeOf).GroupBy(c => (c.Account, c.Period)))
            {
                if (NameOf(group.Key.Account) is not { } grant)
                    continue;
                periods[grant] = group.Key.Period;
                Add(grant, group.Key.Period, id, at, group.Sum(c => c.Reserved), group.Sum(c => c.Spent));
            }
        }

        if (record.TryGetProperty("attempts", out var attempts) && attempts.ValueKind == JsonValueKind.Array)
            ReadAttempts(attempts, id, at, periods);
    }

    private void ReadAttempts(
        JsonElement attempts, string id, DateTimeOffset at, Dictionary<string, long> periods)
    {
        var ordinal = 0;
        foreach (var attempt in attempts.EnumerateArray())
        {
            ordinal++;
            if (Text(attempt, "failure") is "quota" or "balance" && Text(attempt, "grant") is { } account)
            {
                var grant = NameOf(account) ?? account;
                exhausted.Add(new GrantExhaustion(
                    grant, periods.TryGetValue(grant, out var period) ? period : null, $"{id}#{ordinal}", at,
                    Text(attempt, "provider") ?? ""));
            }
        }
    }

    // What was used beyond the reservation is reserved with it: nothing may stay reserved, nor less than nothing.
    private void Add(string grant, long period, string id, DateTimeOffset at, long reserved, long spent)
    {
        reserved = Math.Max(reserved, spent);
        Move(GrantEntryKind.Reserved, GrantAccount.Available, GrantAccount.Reserved, reserved);
        Move(GrantEntryKind.Used, GrantAccount.Reserved, GrantAccount.Used, spent);
        Move(GrantEntryKind.Released, GrantAccount.Reserved, GrantAccount.Available, reserved - spent);

        void Move(GrantEntryKind kind, GrantAccount debit, GrantAccount credit, long amount)
        {
            if (amount > 0)
                rows.Add(new GrantTransaction(grant, period, id, kind, at, debit, credit, amount));
        }
    }

    private static Charge ChargeOf(JsonElement charge) => new(
        Text(charge, "account") ?? "", Number(charge, "period"), Number(charge, "reserved"),
        Math.Max(0, Number(charge, "spent")));

    private static string? NameOf(string account) =>
        account.StartsWith(GrantRulesCompiler.AccountPrefix, StringComparison.Ordinal)
            ? account[GrantRulesCompiler.AccountPrefix.Length..] : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;

    // Members that have their default are left out of records.
    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
