using Dapper;
using Godwit.Control.Storage.EndUsers;
using Npgsql;

namespace Godwit.Control.Storage.Postgres;

/// <summary>
/// Counts what a batch of records was charged for end users, in the transaction that stores them: one statement,
/// however many end users there are, whose text is always the same.
/// </summary>
internal static class PostgresEndUserCounts
{
    // Rows are written in the order they come in.
    private const string AddUp =
        $"""
         insert into end_user_counts ({EndUserSums.Columns})
         select * from unnest(@Periods, @Budgets, @EndUsers, @Used)
         {EndUserSums.AddToExisting}
         """;

    public static async Task WriteAsync(
        NpgsqlTransaction transaction, EndUserSums sums, CancellationToken cancellation)
    {
        if (sums.IsEmpty)
            return;
        var rows = sums.InOrder.ToList();
        await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            AddUp,
            new
            {
                Periods = rows.Select(row => row.Period).ToArray(),
                Budgets = rows.Select(row => row.Budget).ToArray(),
                EndUsers = rows.Select(row => row.EndUser).ToArray(),
                Used = rows.Select(row => row.Spent).ToArray(),
            },
            transaction, cancellationToken: cancellation));
    }
}
