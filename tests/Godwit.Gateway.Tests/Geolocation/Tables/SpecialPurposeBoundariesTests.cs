using Godwit.Gateway.Geolocation.Tables;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

/// <summary>The boundaries of special ranges that are written down.</summary>
public sealed class SpecialPurposeBoundariesTests
{
    [Fact]
    public void They_are_those_of_the_ranges()
    {
        Assert.Equal(SpecialPurposeRanges.FlattenV4(), ReadAll(SpecialPurposeBoundaries.OpenV4()));
        Assert.Equal(SpecialPurposeRanges.FlattenV6(), ReadAll(SpecialPurposeBoundaries.OpenV6()));
    }

    private static List<Boundary> ReadAll(BoundaryCursor cursor)
    {
        var all = new List<Boundary>();
        while (cursor.MoveNext())
            all.Add(new Boundary(cursor.Start, cursor.Answer));
        return all;
    }
}
