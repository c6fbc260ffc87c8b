using System.Text.Json;
using Godwit.Control.Storage.Grants;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;

namespace Godwit.Control.Grants;

/// <summary>What records of requests tell of grants, as rows of the ledger.</summary>
internal static class GrantCharges
{
    // As it stands in a record that has some; a text in which it stands by chance is read in vain and harms nothing.
    private static readonly byte[] Mark = [.. "\"account\":\"grant/"u8];

    /// <summary>What a record tells; nothing when it cannot be read, of which the shipper speaks.</summary>
    public static IReadOnlyList<GrantTransaction> Read(JournalRecord record)
    {
        if (record.Json.Span.IndexOf(Mark) < 0)
            return [];
        try
        {
            using var document = JsonDocument.Parse(record.Json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException or OverflowException)
        {
            return [];
        }
    }

    private static List<GrantTransaction> Read(JsonElement record)
    {
        var rows = new List<GrantTransaction>();
        if (!record.TryGetProperty("charges", out var charges))
            return rows;
        var id = record.GetProperty("id").GetGuid().ToString();
        var at = record.GetProperty("started_at").GetDateTimeOffset().ToUniversalTime();
        foreach (var group in charges.EnumerateArray().Select(ChargeOf).GroupBy(c => (c.Account, c.Period)))
        {
            if (!group.Key.Account.StartsWith(GrantRulesCompiler.AccountPrefix, StringComparison.Ordinal))
                continue;
            var sum = group.Aggregate((a, b) => checked(a with
            {
                Reserved = a.Reserved + b.Reserved, Spent = a.Spent + b.Spent, Corrected = a.Corrected + b.Corrected,
            }));
            Add(rows, sum, id, at);
        }

        return rows;
    }

    // What was used beyond the reservation is reserved with it: nothing may stay reserved, nor less than nothing.
    private static void Add(List<GrantTransaction> rows, Charge charge, string id, DateTimeOffset at)
    {
        var reserved = Math.Max(charge.Reserved, charge.Spent);
        Move(GrantEntryKind.Reserved, GrantAccount.Available, GrantAccount.Reserved, reserved);
        Move(GrantEntryKind.Used, GrantAccount.Reserved, GrantAccount.Used, charge.Spent);
        Move(GrantEntryKind.Released, GrantAccount.Reserved, GrantAccount.Available, reserved - charge.Spent);
        Move(GrantEntryKind.Corrected, GrantAccount.Available, GrantAccount.Denied, charge.Corrected,
            "the provider said that nothing is left");

        void Move(GrantEntryKind kind, GrantAccount debit, GrantAccount credit, long amount, string? note = null)
        {
            if (amount > 0)
                rows.Add(new GrantTransaction(
                    charge.Account[GrantRulesCompiler.AccountPrefix.Length..], charge.Period, id, kind, at, debit,
                    credit, amount, note));
        }
    }

    private static Charge ChargeOf(JsonElement charge) => new(
        charge.TryGetProperty("account", out var account) ? account.GetString() ?? "" : "",
        Number(charge, "period"), Number(charge, "reserved"), Math.Max(0, Number(charge, "spent")))
    {
        Corrected = Number(charge, "corrected"),
    };

    // Members that have their default are left out of records.
    private static long Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetInt64() : 0;
}
