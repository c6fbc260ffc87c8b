using Godwit.Gateway.Geolocation.Tables;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

public sealed class CombinationNumbersTests
{
    [Fact]
    public void Combinations_are_numbered_in_the_order_they_are_met_and_keep_their_numbers()
    {
        var numbers = new CombinationNumbers(ushort.MaxValue);
        var random = new Random(7);
        var met = new List<UInt128> { 0 };
        for (var i = 0; i < 5000; i++)
            met.Add(new UInt128((ulong)random.NextInt64(4) << 48, ((ulong)random.NextInt64() << 16) | (uint)i + 1));

        var first = met.Select(c => numbers.Of((ulong)(c >> 64), (ulong)c)).ToArray();
        var again = met.Select(c => numbers.Of((ulong)(c >> 64), (ulong)c)).ToArray();

        Assert.Equal(Enumerable.Range(0, met.Count).Select(i => (ushort)i), first);
        Assert.Equal(first, again);
        Assert.Equal(met, numbers.ToArray());
    }

    [Fact]
    public void More_combinations_than_numbers_are_refused()
    {
        var numbers = new CombinationNumbers(3);
        numbers.Of(0, 1);
        numbers.Of(0, 2);

        Assert.Throws<InvalidDataException>(() => numbers.Of(0, 3));
        Assert.Equal(2, numbers.Of(0, 2));
    }
}
