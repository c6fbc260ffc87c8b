using System.Text;
using Godwit.Policy.Access;
using Xunit;

namespace Godwit.Policy.Tests.Access;

public sealed class ApiKeyFormatTests
{
    private static readonly byte[] Counting = [.. Enumerable.Range(0, ApiKeyFormat.RandomSize).Select(i => (byte)i)];

    [Fact]
    public void A_key_is_the_same_for_the_same_bytes_for_ever()
    {
        var key = ApiKeyFormat.Create(Counting);

        Assert.Equal("gw-003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0fQo6a", key);
        Assert.Equal(ApiKeyFormat.Length, key.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    public void Every_created_key_has_a_valid_shape(byte fill)
    {
        var random = new byte[ApiKeyFormat.RandomSize];
        Array.Fill(random, fill);

        Assert.True(ApiKeyFormat.TryValidate(Encoding.ASCII.GetBytes(ApiKeyFormat.Create(random))));
    }

    [Fact]
    public void One_changed_character_anywhere_is_noticed()
    {
        var key = Encoding.ASCII.GetBytes(ApiKeyFormat.Create(Counting));
        for (var i = 0; i < key.Length; i++)
        {
            var changed = key.ToArray();
            changed[i] = changed[i] == (byte)'a' ? (byte)'b' : (byte)'a';

            Assert.False(ApiKeyFormat.TryValidate(changed), $"character {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("gw-")]
    [InlineData("sk-proj-0123456789")]
    [InlineData("gw-\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
        + "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e90")]
    public void What_is_no_key_is_refused(string text) =>
        Assert.False(ApiKeyFormat.TryValidate(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_key_with_something_after_it_is_refused()
    {
        var key = ApiKeyFormat.Create(Counting);

        Assert.False(ApiKeyFormat.TryValidate(Encoding.ASCII.GetBytes(key + "0")));
        Assert.False(ApiKeyFormat.TryValidate(Encoding.ASCII.GetBytes(key + " ")));
    }

    [Fact]
    public void Validation_allocates_nothing()
    {
        var key = Encoding.ASCII.GetBytes(ApiKeyFormat.Create(Counting));
        ApiKeyFormat.TryValidate(key);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            ApiKeyFormat.TryValidate(key);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void The_hint_reveals_the_beginning_alone()
    {
        var key = ApiKeyFormat.Create(Counting);

        Assert.Equal(8, ApiKeyFormat.Hint(key).Length);
        Assert.StartsWith(ApiKeyFormat.Hint(key), key, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_another_number_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ApiKeyFormat.Create(new byte[16]));
}
