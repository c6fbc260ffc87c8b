using System.Security.Cryptography;

namespace Godwit.Control.Storage.Traffic;

/// <summary>What one batch adds to one row of the table <c>traffic</c>.</summary>
/// <param name="identity">Everything the requests agree in, as <see cref="TrafficSums"/> writes it.</param>
/// <param name="hour">The hour, UTC.</param>
/// <param name="first">The first of the requests; its texts are copied.</param>
internal sealed class TrafficSum(ReadOnlySpan<byte> identity, DateTimeOffset hour, RequestRow first)
{
    // 128 bits: two kinds of request never share a row by chance.
    private const int KeySize = 16;

    /// <summary>The columns, in the order the stores write them.</summary>
    public const string Columns =
        "hour, key, organization, project, api_key, operation, request_model, provider, model, evidence, chain, " +
        "decision, currency, requests, input_tokens, output_tokens, cost_nano, first_seen, last_seen";

    /// <summary>What an insert does when the row is there already.</summary>
    public const string AddToExisting =
        """
        on conflict (hour, key) do update set
          requests = traffic.requests + excluded.requests,
          input_tokens = traffic.input_tokens + excluded.input_tokens,
          output_tokens = traffic.output_tokens + excluded.output_tokens,
          cost_nano = case when excluded.cost_nano is null then traffic.cost_nano
            else coalesce(traffic.cost_nano, 0) + excluded.cost_nano end,
          first_seen = case when excluded.first_seen < traffic.first_seen then excluded.first_seen
            else traffic.first_seen end,
          last_seen = case when excluded.last_seen > traffic.last_seen then excluded.last_seen
            else traffic.last_seen end
        """;

    public DateTimeOffset Hour { get; } = hour;

    /// <summary>Names the row within its hour.</summary>
    public byte[] Key { get; } = SHA256.HashData(identity)[..KeySize];

    public string? Organization { get; } = RequestRow.Text(first.Organization);

    public string? Project { get; } = RequestRow.Text(first.Project);

    public string? ApiKey { get; } = RequestRow.Text(first.ApiKey);

    public string? Operation { get; } = RequestRow.Text(first.Operation);

    public string? RequestModel { get; } = RequestRow.Text(first.RequestModel);

    public string? Provider { get; } = RequestRow.Text(first.Provider);

    public string? Model { get; } = RequestRow.Text(first.Model);

    public string? Evidence { get; } = RequestRow.Text(first.Evidence);

    public int Chain { get; } = (int)first.Chain;

    public string Decision { get; } = RequestRow.Text(first.Decision)!;

    public string? Currency { get; } = RequestRow.Text(first.Currency);

    public long Requests { get; private set; }

    public long InputTokens { get; private set; }

    public long OutputTokens { get; private set; }

    public long? CostNano { get; private set; }

    public DateTimeOffset FirstSeen { get; private set; } = first.StartedAt;

    public DateTimeOffset LastSeen { get; private set; } = first.StartedAt;

    public void Add(RequestRow row)
    {
        Requests++;
        InputTokens += row.Usage.InputTokens ?? 0;
        OutputTokens += row.Usage.OutputTokens ?? 0;
        if (row.CostNano is { } cost)
            CostNano = (CostNano ?? 0) + cost;
        if (row.StartedAt < FirstSeen)
            FirstSeen = row.StartedAt;
        if (row.StartedAt > LastSeen)
            LastSeen = row.StartedAt;
    }
}
