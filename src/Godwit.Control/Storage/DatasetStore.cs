using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Godwit.Policy.Contracts;

namespace Godwit.Control.Storage;

/// <summary>Which address data a fingerprint in a record stands for. Written once each and kept.</summary>
internal sealed class DatasetStore(IDatabase database, TimeProvider time)
{
    /// <summary>Stores what is behind a fingerprint; what is stored already stays as it is.</summary>
    public async Task AddAsync(
        string fingerprint, IReadOnlyList<AddressSource> sources, CancellationToken cancellation)
    {
        var stored = sources.Select(s => new StoredSource(s.Name, s.Sha256, s.BuildEpoch, s.Licence, s.Attribution));
        await using var connection = await database.OpenAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            "insert into datasets (fingerprint, first_seen, sources) values (@fingerprint, @at, @json) "
            + "on conflict (fingerprint) do nothing",
            new
            {
                fingerprint, at = Instants.Write(time.GetUtcNow()),
                json = JsonSerializer.Serialize([.. stored], DatasetJsonContext.Default.StoredSourceArray),
            },
            cancellationToken: cancellation));
    }

    public async Task<StoredDataset?> FindAsync(string fingerprint, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        var row = await connection.RowAsync<DatasetRow>(new CommandDefinition(
            "select fingerprint, first_seen as FirstSeen, sources from datasets where fingerprint = @fingerprint",
            new { fingerprint }, cancellationToken: cancellation));
        return row is null ? null : new StoredDataset(
            row.Fingerprint, row.FirstSeen,
            JsonSerializer.Deserialize(row.Sources, DatasetJsonContext.Default.StoredSourceArray)!);
    }

    private sealed record DatasetRow(string Fingerprint, string FirstSeen, string Sources);
}

/// <summary>A set of address data.</summary>
/// <param name="Fingerprint">Short hash over names, checksums and dates of the sources.</param>
/// <param name="FirstSeen">When it was first stored, RFC 3339.</param>
/// <param name="Sources">What it is made of, in order of precedence.</param>
internal sealed record StoredDataset(string Fingerprint, string FirstSeen, IReadOnlyList<StoredSource> Sources);

/// <summary>One file of address data.</summary>
internal sealed record StoredSource(
    string Name, string Sha256, DateTimeOffset BuildEpoch, string Licence, string Attribution);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StoredSource[]))]
internal sealed partial class DatasetJsonContext : JsonSerializerContext;
