using System.Data.Common;
using System.Text.Json;
using Dapper;
using Godwit.Control.Api;
using Godwit.Policy.Contracts;
using Godwit.Policy.Pricing;

namespace Godwit.Control.Storage;

/// <summary>Reading what a provider's own figures are compared with.</summary>
internal abstract partial class RequestStore : IReconciliationStore
{
    private const string UsageIsKnown = "(input_tokens is not null or output_tokens is not null)";

    private static readonly TimeSpan NearMidnight = TimeSpan.FromMinutes(10);

    public async Task<IReadOnlyList<ProviderUse>> UseAsync(
        string provider, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellation)
    {
        var (where, parameters) = Where(new RequestFilter { Provider = provider, Since = since, Until = until });
        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select model, currency, {Sum($"case when {UsageIsKnown} then 1 else 0 end")}, {Sum("input_tokens")},
               {Sum("cache_read_input_tokens")}, {Sum("output_tokens")}, {Sum("cost_nano")}
             from requests{where} and model is not null group by 1, 2 order by 1, 2
             """,
            parameters, cancellationToken: cancellation));
        var uses = new List<ProviderUse>();
        while (await reader.ReadAsync(cancellation))
            uses.Add(new ProviderUse(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt64(2),
                reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5),
                NanoUnits.InUnits(reader.GetInt64(6))));
        return uses;
    }

    public async Task<IReadOnlyList<ReconcileExplanation>> ExplainAsync(
        string provider, string model, DateTimeOffset since, DateTimeOffset until, int ids,
        CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        var own = await ExplainAsync(
            connection, OwnReasons(),
            new RequestFilter { Provider = provider, Model = model, Since = since, Until = until }, Parameters(),
            cancellation);
        var asked = await ExplainAsync(
            connection,
            [
                (ReconcileReason.AskedInVain,
                    "(provider is null or provider <> @asked or model <> @askedModel) and "
                        + RecordContains("attempt")),
            ],
            new RequestFilter { Since = since, Until = until }, Parameters(), cancellation,
            attempt => attempt.Provider == provider && attempt.Model == model);
        return [.. own, .. asked];

        // JSON has quotes inside of texts escaped: what is searched for can be no part of one.
        object Parameters() => new
        {
            estimated = "\"usage_estimated\":true", gone = "\"ending\":\"client_gone\"",
            providerCut = "\"ending\":\"provider_cut\"", policyCut = "\"ending\":\"policy_cut\"",
            attempt = $"\"provider\":\"{JsonEncodedText.Encode(provider)}\","
                + $"\"model\":\"{JsonEncodedText.Encode(model)}\"",
            asked = provider, askedModel = model,
            early = InstantValue(since + NearMidnight), late = InstantValue(until - NearMidnight), ids,
        };
    }

    /// <summary>SQL for: the record has the text of a parameter in it.</summary>
    protected abstract string RecordContains(string parameter);

    private (ReconcileReason Reason, string Condition)[] OwnReasons() =>
    [
        (ReconcileReason.UsageUnknown, $"not {UsageIsKnown} and (status < 400 or status = 499)"),
        (ReconcileReason.UsageEstimated, RecordContains("estimated")),
        (ReconcileReason.PriceUnknown, $"{UsageIsKnown} and cost_nano is null"),
        (ReconcileReason.ClientGone, RecordContains("gone")),
        (ReconcileReason.Cut, $"({RecordContains("providerCut")} or {RecordContains("policyCut")})"),
        (ReconcileReason.NearMidnight, "(started_at < @early or started_at >= @late)"),
        (ReconcileReason.Repriced, "corrections is not null"),
    ];

    // All reasons are counted in one pass; only those that there are cost another one, which ends with the last id.
    private async Task<IReadOnlyList<ReconcileExplanation>> ExplainAsync(
        DbConnection connection, (ReconcileReason Reason, string Condition)[] reasons, RequestFilter filter,
        object values, CancellationToken cancellation, Func<AttemptRecord, bool>? attempts = null)
    {
        var (where, parameters) = Where(filter);
        parameters.AddDynamicParams(values);
        var counts = await CountAsync(connection, reasons, where, parameters, cancellation);
        var found = new List<ReconcileExplanation>();
        foreach (var ((reason, condition), count) in reasons.Zip(counts).Where(pair => pair.Second.Requests > 0))
        {
            var chosen = $"{where} and {condition}";
            var ids = await connection.ValuesAsync<string>(new CommandDefinition(
                $"select cast(id as text) from requests{chosen} order by id limit @ids", parameters,
                cancellationToken: cancellation));
            // What the requests of attempts in vain used is another's answer: what the attempts did stands in them.
            var (input, output) = attempts is null ? (count.Input, count.Output)
                : await AttemptsAsync(connection, chosen, parameters, attempts, cancellation);
            found.Add(new ReconcileExplanation(reason, count.Requests, input, output, [.. ids.Select(Guid.Parse)]));
        }

        return found;
    }

    private static async Task<List<(long Requests, long Input, long Output)>> CountAsync(
        DbConnection connection, (ReconcileReason Reason, string Condition)[] reasons, string where,
        DynamicParameters parameters, CancellationToken cancellation)
    {
        string[] counts = ["1", "input_tokens", "output_tokens"];
        var sums = reasons.SelectMany(
            reason => counts.Select(counted => Sum($"case when {reason.Condition} then {counted} else 0 end")));
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"select {string.Join(", ", sums)} from requests{where}", parameters, cancellationToken: cancellation));
        await reader.ReadAsync(cancellation);
        return
        [
            .. Enumerable.Range(0, reasons.Length).Select(i => (
                reader.GetInt64(i * 3), reader.GetInt64((i * 3) + 1), reader.GetInt64((i * 3) + 2))),
        ];
    }

    private static async Task<(long Input, long Output)> AttemptsAsync(
        DbConnection connection, string where, DynamicParameters parameters, Func<AttemptRecord, bool> isMeant,
        CancellationToken cancellation)
    {
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"select record from requests{where}", parameters, cancellationToken: cancellation));
        var (input, output) = (0L, 0L);
        while (await reader.ReadAsync(cancellation))
        {
            foreach (var attempt in Parse(reader.GetString(0)).Attempts.Where(isMeant))
            {
                input += attempt.Usage?.InputTokens ?? 0;
                output += attempt.Usage?.OutputTokens ?? 0;
            }
        }

        return (input, output);
    }
}
