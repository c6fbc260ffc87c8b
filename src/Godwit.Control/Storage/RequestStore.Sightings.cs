using Dapper;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>Reading what contradictions are looked for in.</summary>
internal abstract partial class RequestStore : ISightingStore
{
    // More names than this are sorted out here instead: engines limit the parameters of a statement.
    private const int MostNames = 500;

    public async Task SightingsAsync(
        DateTimeOffset since, DateTimeOffset until, IReadOnlyCollection<string> apiKeys, Action<KeySighting> see,
        CancellationToken cancellation)
    {
        var (where, parameters) = Where(new RequestFilter { Since = since, Until = until });
        if (apiKeys.Count <= MostNames)
        {
            where += " and " + IsOneOfKeys;
            parameters.Add("keys", apiKeys.ToArray());
        }

        await using var connection = await Database.OpenAsync(cancellation);
        await using var reader = await connection.ExecuteReaderAsync(new CommandDefinition(
            $"""
             select id, api_key, territory, started_at from requests{where}
               and api_key is not null and territory is not null
             order by id
             """,
            parameters, cancellationToken: cancellation));
        var wanted = apiKeys.ToHashSet();
        while (await reader.ReadAsync(cancellation))
        {
            if (wanted.TryGetValue(reader.GetString(1), out var key))
                see(new KeySighting(reader.GetGuid(0), key, reader.GetString(2), ReadInstant(reader, 3)));
        }
    }

    public async Task<IReadOnlyList<RequestRecord>> RegionRefusalsAsync(
        DateTimeOffset since, DateTimeOffset until, int limit, CancellationToken cancellation)
    {
        var (where, parameters) = Where(new RequestFilter { Since = since, Until = until });
        parameters.Add("limit", limit);
        await using var connection = await Database.OpenAsync(cancellation);
        var rows = await connection.ValuesAsync<string>(new CommandDefinition(
            $"select record from requests{where} and region_refused = 1 order by id desc limit @limit", parameters,
            cancellationToken: cancellation));
        return [.. rows.Select(Parse)];
    }
}
