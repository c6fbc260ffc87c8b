using System.Globalization;
using Dapper;
using Godwit.Policy.Limits;

namespace Godwit.Control.Storage.EndUsers;

/// <summary>
/// What end users used of budgets that count by end user. Whatever is stored is counted where it is stored, by
/// <see cref="EndUserSums"/>; here it is read. A budget goes by its name and what it counts, as
/// <see cref="LimitAccount"/> has them. The same statements run on both engines.
/// </summary>
internal sealed class EndUserCounts(IDatabase database)
{
    private const int ForgetStep = 500;

    /// <summary>The end users that used most of a budget in a period.</summary>
    public async Task<IReadOnlyList<EndUserCount>> MostAsync(
        string budget, long period, int limit, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.RowsAsync<EndUserCount>(new CommandDefinition(
            $"""
             select {EndUserCount.Columns} from end_user_counts where budget = @budget and period = @period
             order by used desc, end_user limit @limit
             """,
            new { budget, period, limit }, cancellationToken: cancellation));
    }

    /// <summary>Of the end users that have reached a threshold they were not told of, those that used most.</summary>
    /// <param name="budget">The budget and what it counts.</param>
    /// <param name="period">The period's name.</param>
    /// <param name="thresholds">Thresholds: at least one, each with the amount from which it is reached.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<EndUserCount>> ReachedAsync(
        string budget, long period, IReadOnlyList<EndUserThreshold> thresholds, int limit,
        CancellationToken cancellation)
    {
        // Numbers, not names: nothing of it comes from outside.
        var highest = string.Concat(thresholds.OrderByDescending(t => (t.Amount, t.Told)).Select(t => string.Create(
            CultureInfo.InvariantCulture, $" when used >= {t.Amount} then {t.Told}")));
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.RowsAsync<EndUserCount>(new CommandDefinition(
            $"""
             select {EndUserCount.Columns} from end_user_counts
             where budget = @budget and period = @period and used >= @least and told < case{highest} else 0 end
             order by used desc, end_user limit @limit
             """,
            new { budget, period, least = thresholds.Min(t => t.Amount), limit }, cancellationToken: cancellation));
    }

    /// <summary>Notes the highest threshold that an end user's alerts were made of.</summary>
    public async Task TellAsync(
        string budget, long period, string endUser, long told, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update end_user_counts set told = @told
            where period = @period and budget = @budget and end_user = @endUser and told < @told
            """,
            new { budget, period, endUser, told }, cancellationToken: cancellation));
    }

    /// <summary>Forgets some of the counts of a budget's periods that began before an instant.</summary>
    /// <returns>True when there may be more.</returns>
    public async Task<bool> ForgetAsync(string budget, long before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from end_user_counts where (period, budget, end_user) in (
              select period, budget, end_user from end_user_counts where budget = @budget and period < @before
              limit @limit)
            """,
            new { budget, before, limit = ForgetStep }, cancellationToken: cancellation)) == ForgetStep;
    }

    /// <summary>Forgets some of the counts of whatever budgets in periods that began before an instant.</summary>
    /// <returns>True when there may be more.</returns>
    public async Task<bool> ForgetAsync(long before, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        // They lie at the beginning of the primary key: neither engine looks at what is kept.
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            delete from end_user_counts where (period, budget, end_user) in (
              select period, budget, end_user from end_user_counts where period < @before
              order by period, budget, end_user limit @limit)
            """,
            new { before, limit = ForgetStep }, cancellationToken: cancellation)) == ForgetStep;
    }
}

/// <summary>What an end user used of a budget in a period.</summary>
/// <param name="EndUser">The end user's name.</param>
/// <param name="Used">In whole requests or tokens, or billionths of the budget's currency.</param>
/// <param name="Told">The highest threshold that an alert was made of, in hundredths of a percent.</param>
internal sealed record EndUserCount(string EndUser, long Used, long Told)
{
    public const string Columns = "end_user as EndUser, used as Used, told as Told";
}

/// <summary>A threshold of a budget.</summary>
/// <param name="Amount">What is used when it is reached.</param>
/// <param name="Told">Its name: hundredths of a percent.</param>
internal readonly record struct EndUserThreshold(long Amount, long Told);
