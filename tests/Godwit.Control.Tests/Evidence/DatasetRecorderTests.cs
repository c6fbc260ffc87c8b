using System.Net;
using Godwit.Control.Storage;
using Godwit.Policy.Contracts;
using Godwit.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Evidence;

/// <summary>What a fingerprint in a record stands for is in the store before anybody asks.</summary>
public sealed class DatasetRecorderTests
{
    [Fact]
    public async Task A_node_stores_once_what_its_address_data_are_made_of()
    {
        using var folder = new TestFolder();
        await using var node = await ControlNode.StartAsync(
            folder.Path, configure: services => services.AddSingleton<IAddressLocator>(new OneDataset()));
        var store = node.App.Services.GetRequiredService<DatasetStore>();

        var found = await Eventually.ReadAsync(
            () => store.FindAsync("0123", CancellationToken.None), dataset => dataset is not null);
        await store.AddAsync("0123", [], CancellationToken.None);

        Assert.Equal(("ipfire", "00ff"), (found!.Sources.Single().Name, found.Sources.Single().Sha256));
        Assert.Single((await store.FindAsync("0123", CancellationToken.None))!.Sources);
        Assert.Null(await store.FindAsync("4567", CancellationToken.None));
    }

    /// <summary>A locator with one set of data.</summary>
    private sealed class OneDataset : IAddressLocator
    {
        public IReadOnlyList<AddressSource> Sources { get; } =
            [new("ipfire", "CC-BY-SA-4.0", "by", EvidenceSamples.Start, "00ff", 7, true)];

        public IReadOnlyList<AddressDataset> Datasets => [new("0123", Sources)];

        public Location Locate(IPAddress address) => Location.Unknown;

        public bool IsListed(IPAddress address, string feed) => false;

        public IReadOnlyList<SourceAnswer> Explain(IPAddress address) => [];
    }
}
