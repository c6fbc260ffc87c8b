using System.Net;
using System.Security.Cryptography;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using MaxMind.Db;

namespace Godwit.Gateway.Geolocation.Mmdb;

/// <summary>
/// The operator's own MMDB file. Many kinds of damage show only at a look-up, so each one is guarded: the first
/// failure leaves the source out until the next load, and the other sources go on answering.
/// </summary>
internal sealed class MmdbSource
{
    private readonly Reader reader;
    private readonly MmdbSourceOptions options;
    private readonly string[] territoryPath;
    private readonly string[] subdivisionPath;
    private readonly string sha256;
    private readonly bool v4Only;
    private long failures;

    private MmdbSource(Reader reader, MmdbSourceOptions options, string sha256)
    {
        this.reader = reader;
        this.options = options;
        this.sha256 = sha256;
        territoryPath = Split(options.TerritoryField);
        subdivisionPath = Split(options.SubdivisionField);
        v4Only = reader.Metadata.IPVersion == 4;
        BuildEpoch = new DateTimeOffset(DateTime.SpecifyKind(reader.Metadata.BuildDate, DateTimeKind.Utc));
    }

    public DateTimeOffset BuildEpoch { get; }

    /// <summary>Look-ups that failed since the load.</summary>
    public long Failures => Interlocked.Read(ref failures);

    public bool Healthy => Failures == 0;

    public string Name => options.Name;

    public AddressSource Describe() => new(
        options.Name, options.Licence, options.Attribution, BuildEpoch, sha256, Ranges: 0, Healthy);

    /// <summary>Opens and probes a file.</summary>
    /// <exception cref="InvalidDataException">
    /// The file is missing, damaged, or holds no territories where it should.
    /// </exception>
    public static MmdbSource Load(MmdbSourceOptions options, DateTimeOffset now)
    {
        try
        {
            var bytes = File.ReadAllBytes(options.Path);
            var reader = new Reader(new MemoryStream(bytes));
            var source = new MmdbSource(reader, options, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            MmdbCanary.Probe(source, now);
            return source;
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException(
                $"Address file '{options.Name}' ({options.Path}) cannot be used: {e.Message}", e);
        }
    }

    /// <summary>What the file says of an address; no answer when it has none, or is out of order.</summary>
    public TableAnswer Find(IPAddress address)
    {
        if (!Healthy)
            return default;
        try
        {
            return FindUnguarded(address);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Interlocked.Increment(ref failures);
            return default;
        }
    }

    internal TableAnswer FindUnguarded(IPAddress address)
    {
        if (v4Only && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            return default;
        var record = reader.Find<Dictionary<string, object>>(address);
        if (record is null || Walk(record, territoryPath) is not string raw)
            return default;
        var territory = TerritoryCatalog.FromData(raw);
        return new TableAnswer(raw, territory, ReadSubdivision(record, territory));
    }

    private SubdivisionCode ReadSubdivision(Dictionary<string, object> record, TerritoryCode territory)
    {
        if (subdivisionPath.Length == 0 || !territory.HasValue || Walk(record, subdivisionPath) is not string text)
            return default;
        var full = text.Contains('-') ? text : $"{territory}-{text}";
        return SubdivisionCode.TryParse(full, out var code) && code.Territory == territory ? code : default;
    }

    private static object? Walk(object? value, string[] path)
    {
        foreach (var part in path)
        {
            value = value switch
            {
                IReadOnlyDictionary<string, object> map => map.GetValueOrDefault(part),
                IReadOnlyList<object> list when int.TryParse(part, out var i) && (uint)i < list.Count => list[i],
                _ => null,
            };
        }

        return value;
    }

    private static string[] Split(string field) => field.Split('.', StringSplitOptions.RemoveEmptyEntries);
}
