using Xunit;

namespace Godwit.Gateway.Tests;

/// <summary>Ids of requests are UUIDv7 in the order of time.</summary>
public class RequestIdTests
{
    [Fact]
    public void An_id_carries_its_millisecond_version_and_variant()
    {
        var at = new DateTimeOffset(2026, 6, 1, 12, 0, 0, 123, TimeSpan.Zero);
        for (var i = 0; i < 1000; i++)
        {
            var id = RequestId.New(at);
            Assert.Equal(Guid.CreateVersion7(at).ToString()[..13], id.ToString()[..13]);
            Assert.Equal((7, true), (id.Version, id.Variant is >= 8 and <= 11));
        }
    }

    [Fact]
    public void No_id_is_given_twice_by_any_thread()
    {
        var at = DateTimeOffset.UnixEpoch;
        var ids = new Guid[40_000];
        Parallel.For(0, ids.Length, i => ids[i] = RequestId.New(at));
        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void A_later_millisecond_has_a_greater_id()
    {
        var at = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.True(string.CompareOrdinal(
            RequestId.New(at).ToString(), RequestId.New(at.AddMilliseconds(1)).ToString()) < 0);
    }
}
