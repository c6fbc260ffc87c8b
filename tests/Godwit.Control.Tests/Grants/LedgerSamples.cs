using Godwit.Control.Storage;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Grants;

namespace Godwit.Control.Tests.Grants;

/// <summary>Grants and records that were charged to them, for the tests of the ledger.</summary>
internal static class LedgerSamples
{
    public static readonly DateTimeOffset Start = new(2026, 7, 1, 0, 0, 0, TimeSpan.Zero);

    public static GrantRules Grant(
        string name, long amount = 1000, DateTimeOffset? until = null, GrantRenewal renews = GrantRenewal.Never,
        DateTimeOffset? from = null)
    {
        var spec = new GrantConfig
        {
            Provider = "qwen", Unit = GrantUnit.Tokens, Amount = amount, From = from ?? Start, Until = until,
            Renews = renews,
        };
        return GrantRulesCompiler.Compile(new ConfigurationSet { Grants = [new(name, 1, spec)] })[0];
    }

    /// <summary>A record with charges to grants, as the journal has it.</summary>
    public static JournalRecord Record(
        Guid id, DateTimeOffset at, params (string Account, long Period, long Reserved, long Spent)[] charges) =>
        JournalRecord.Of(new RequestRecord
        {
            Id = id, StartedAt = at,
            Charges = [.. charges.Select(c => new Charge(c.Account, c.Period, c.Reserved, c.Spent))],
        });

    /// <summary>A record of a request whose provider said that nothing is left.</summary>
    public static JournalRecord Denied(Guid id, DateTimeOffset at, string account, long period, long rest) =>
        JournalRecord.Of(new RequestRecord
        {
            Id = id, StartedAt = at, Charges = [new Charge(account, period, 100, 0) { Corrected = rest }],
        });

    /// <summary>The first column of every row that a query finds.</summary>
    public static async Task<List<T>> QueryAsync<T>(this IDatabase database, string sql)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await reader.ReadAsync())
            found.Add(reader.GetFieldValue<T>(0));
        return found;
    }
}
