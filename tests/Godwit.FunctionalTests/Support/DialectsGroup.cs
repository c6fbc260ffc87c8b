using Xunit;

namespace Godwit.FunctionalTests.Support;

/// <summary>The test classes that share one gateway before providers of every dialect.</summary>
[CollectionDefinition(Name)]
public sealed class DialectsGroup : ICollectionFixture<DialectsFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "dialects";
}
