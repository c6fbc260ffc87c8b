using System.Net;
using Godwit.Gateway.Geolocation.Mmdb;
using Godwit.Gateway.Geolocation.Tables;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Geolocation;

/// <summary>
/// Locates addresses by the data loaded last. Reading is free of locks; a load swaps all of it at once.
/// </summary>
public sealed class AddressLocator : IAddressLocator
{
    private readonly Lock loading = new();
    private readonly MmdbSourceOptions[] mmdbFiles;
    private volatile AddressGeneration generation;

    private AddressLocator(MmdbSourceOptions[] mmdbFiles, DateTimeOffset now)
    {
        this.mmdbFiles = mmdbFiles;
        generation = Build(1, now);
    }

    /// <inheritdoc/>
    public IReadOnlyList<AddressSource> Sources => generation.Describe();

    /// <summary>Number of the data that answers now; each load makes a higher one.</summary>
    public int Generation => generation.Number;

    /// <summary>Loads the tables that ship.</summary>
    /// <param name="now">The age of the data is judged at this instant.</param>
    public static AddressLocator LoadEmbedded(DateTimeOffset now) => Load(new GeolocationOptions(), now);

    /// <summary>Loads the tables that ship and the operator's own files.</summary>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it and says why.</exception>
    public static AddressLocator Load(GeolocationOptions options, DateTimeOffset now) =>
        new([.. options.MmdbFiles], now);

    /// <summary>
    /// Reads the operator's own files again and judges the age of all data anew. When a file cannot be used the data
    /// in use stays.
    /// </summary>
    /// <exception cref="InvalidDataException">A file cannot be used; the message names it and says why.</exception>
    public void Reload(DateTimeOffset now)
    {
        lock (loading)
            generation = Build(generation.Number + 1, now);
    }

    /// <inheritdoc/>
    public Location Locate(IPAddress address) => generation.Locate(address);

    /// <inheritdoc/>
    public IReadOnlyList<SourceAnswer> Explain(IPAddress address) => generation.Explain(address);

    private AddressGeneration Build(int number, DateTimeOffset now)
    {
        var ownFiles = mmdbFiles.Select(options => MmdbSource.Load(options, now)).ToArray();
        return new AddressGeneration(number, AddressTables.Build(EmbeddedTables.Load(), now), ownFiles, now);
    }
}
