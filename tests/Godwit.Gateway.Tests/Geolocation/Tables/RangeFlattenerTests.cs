using Godwit.Gateway.Geolocation.Tables;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Tables;

public sealed class RangeFlattenerTests
{
    [Fact]
    public void The_smallest_range_answers_where_ranges_overlap()
    {
        AddressRange[] ranges = [new(10, 99, 1), new(20, 29, 2), new(25, 25, 3), new(95, 120, 4)];
        var boundaries = RangeFlattener.Flatten(ranges, uint.MaxValue, out var disagreeing);
        Assert.Equal([new(10, 1), new(20, 2), new(25, 3), new(26, 2), new(30, 1), new(95, 4), new(121, 0)], boundaries);
        Assert.Equal(3, disagreeing);
    }

    [Fact]
    public void Neighbours_with_one_answer_are_one_stretch_and_no_disagreement()
    {
        AddressRange[] ranges = [new(0, 9, 1), new(10, 19, 1), new(12, 13, 1), new(30, uint.MaxValue, 2)];
        var boundaries = RangeFlattener.Flatten(ranges, uint.MaxValue, out var disagreeing);
        Assert.Equal([new(0, 1), new(20, 0), new(30, 2)], boundaries);
        Assert.Equal(0, disagreeing);
    }

    [Fact]
    public void Agrees_with_asking_every_range_about_every_address()
    {
        var random = new Random(3);
        for (var round = 0; round < 500; round++)
        {
            var ranges = Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
            {
                var first = random.Next(0, 64);
                return new AddressRange((UInt128)first, (UInt128)random.Next(first, 64), (ushort)random.Next(1, 4));
            }).ToArray();
            var boundaries = RangeFlattener.Flatten(ranges, 63, out _);
            for (UInt128 address = 0; address < 64; address++)
            {
                var around = ranges.Where(r => r.First <= address && address <= r.Last).ToArray();
                var found = boundaries.LastOrDefault(b => b.Start <= address).Answer;
                var smallest = around.Where(r => r.Last - r.First == around.Min(other => other.Last - other.First));
                Assert.True(around.Length == 0 ? found == 0 : smallest.Any(r => r.Answer == found));
            }
        }
    }
}
