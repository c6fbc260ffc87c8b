using System.Text;
using System.Text.Json.Nodes;
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

    /// <summary>A record with charges to grants.</summary>
    public static JournalRecord Record(
        Guid id, DateTimeOffset at, params (string Account, long Period, long Reserved, long Spent)[] charges) =>
        Record(id, at, [], charges);

    /// <summary>A record with attempts whose provider said that something is used up, and charges.</summary>
    public static JournalRecord Record(
        Guid id, DateTimeOffset at, (string Grant, string? Failure)[] attempts,
        params (string Account, long Period, long Reserved, long Spent)[] charges)
    {
        var record = JsonNode.Parse(JournalRecord.Of(new RequestRecord { Id = id, StartedAt = at }).Json.Span)!;
        record["charges"] = new JsonArray([.. charges.Select(c =>
        {
            // As the journal writes it: what is zero is left out.
            var charge = new JsonObject { ["account"] = c.Account };
            foreach (var (name, value) in new[]
            {
                ("period", c.Period), ("reserved", c.Reserved), ("spent", c.Spent),
            })
            {
                if (value != 0)
                    charge[name] = value;
            }

            return (JsonNode)charge;
        })]);
        record["attempts"] = new JsonArray([.. attempts.Select(a => (JsonNode)new JsonObject
        {
            ["provider"] = "qwen", ["model"] = "m", ["failure"] = a.Failure, ["grant"] = a.Grant,
        })]);
        return new JournalRecord(Encoding.UTF8.GetBytes(record.ToJsonString()));
    }

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
