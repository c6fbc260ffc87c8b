using System.Text.Json;
using Dapper;
using Godwit.Control.Api;

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
                reader.GetInt64(6) / RequestRow.NanosPerUnit));
        return uses;
    }

    public async Task<IReadOnlyList<ReconcileExplanation>> ExplainAsync(
        string provider, string model, DateTimeOffset since, DateTimeOffset until, int ids,
        CancellationToken cancellation)
    {
        var own = new RequestFilter { Provider = provider, Model = model, Since = since, Until = until };
        // JSON has quotes inside of texts escaped: what is searched for can be no part of one.
        var attempt = $"\"provider\":\"{JsonEncodedText.Encode(provider)}\",\"model\":\"{JsonEncodedText.Encode(model)}\"";
        (ReconcileReason Reason, RequestFilter Filter, string Condition)[] reasons =
        [
            (ReconcileReason.UsageUnknown, own, $"not {UsageIsKnown} and (status < 400 or status = 499)"),
            (ReconcileReason.PriceUnknown, own, $"{UsageIsKnown} and cost_nano is null"),
            (ReconcileReason.ClientGone, own, RecordContains("gone")),
            (ReconcileReason.Cut, own, $"({RecordContains("providerCut")} or {RecordContains("policyCut")})"),
            (ReconcileReason.NearMidnight, own, "(started_at < @early or started_at >= @late)"),
            (ReconcileReason.Repriced, own, "corrections is not null"),
            (ReconcileReason.AskedInVain, own with { Provider = null, Model = null },
                $"(provider is null or provider <> @asked or model <> @askedModel) and {RecordContains("attempt")}"),
        ];
        var found = new List<ReconcileExplanation>();
        foreach (var (reason, filter, condition) in reasons)
        {
            var (where, parameters) = Where(filter);
            parameters.AddDynamicParams(new
            {
                gone = "\"ending\":\"client_gone\"", providerCut = "\"ending\":\"provider_cut\"",
                policyCut = "\"ending\":\"policy_cut\"", attempt, asked = provider, askedModel = model,
                early = InstantValue(since + NearMidnight), late = InstantValue(until - NearMidnight), ids,
            });
            if (await FindAsync(reason, $"{where} and {condition}", parameters, cancellation) is { } explanation)
                found.Add(explanation);
        }

        return found;
    }

    /// <summary>SQL for: the record has the text of a parameter in it.</summary>
    protected abstract string RecordContains(string parameter);

    private async Task<ReconcileExplanation?> FindAsync(
        ReconcileReason reason, string where, DynamicParameters parameters, CancellationToken cancellation)
    {
        await using var connection = await Database.OpenAsync(cancellation);
        var (requests, input, output) = await connection.QuerySingleAsync<(long, long, long)>(new CommandDefinition(
            $"select count(*), {Sum("input_tokens")}, {Sum("output_tokens")} from requests{where}", parameters,
            cancellationToken: cancellation));
        if (requests == 0)
            return null;
        var ids = await connection.QueryAsync<string>(new CommandDefinition(
            $"select cast(id as text) from requests{where} order by id limit @ids", parameters,
            cancellationToken: cancellation));
        // What an attempt in vain used is not known: what is recorded is the answer of another.
        return reason == ReconcileReason.AskedInVain
            ? new ReconcileExplanation(reason, requests, 0, 0, [.. ids.Select(Guid.Parse)])
            : new ReconcileExplanation(reason, requests, input, output, [.. ids.Select(Guid.Parse)]);
    }
}
