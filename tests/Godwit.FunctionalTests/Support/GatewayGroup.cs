using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>The test classes that share one gateway.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayGroup : ICollectionFixture<GatewayFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "gateway";
}
