using System.Text;
using Godwit.Policy.Contracts;
using Xunit;

namespace Godwit.Policy.Tests.Contracts;

/// <summary>Names that come again and again are one string each, in whatever order they come.</summary>
public sealed class KnownNamesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void A_name_is_its_text_and_the_same_string_each_time(int different)
    {
        var names = new KnownNames(100);
        var all = Enumerable.Range(0, different).Select(n => $"Budget/größe-{n}#USD|{new string('x', n)}").ToArray();
        var first = new Dictionary<string, string>();
        var random = new Random(different);
        for (var turn = 0; turn < 2_000; turn++)
        {
            // By turns, as the limits of one key do, and now and then another's.
            var name = all[(random.Next(5) == 0 ? random.Next(different) : turn) % different];
            var known = names.Of(Encoding.UTF8.GetBytes(name));
            Assert.Equal(name, known);
            first.TryAdd(name, known);
            Assert.Same(first[name], known);
        }
    }

    [Fact]
    public void More_names_than_are_remembered_and_longer_ones_are_still_right()
    {
        var names = new KnownNames(10);
        for (var n = 0; n < 200; n++)
        {
            var name = new string('n', n * 3) + n;
            Assert.Equal(name, names.Of(Encoding.UTF8.GetBytes(name)));
            Assert.Equal("again", names.Of("again"u8));
        }
    }
}
