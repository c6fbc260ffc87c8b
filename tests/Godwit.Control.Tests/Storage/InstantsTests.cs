using Godwit.Control.Storage;
using Xunit;

namespace Godwit.Control.Tests.Storage;

public sealed class InstantsTests
{
    [Fact]
    public void An_instant_is_written_in_one_width_in_UTC_and_read_back_to_the_microsecond()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var ticks = random.NextInt64(DateTime.MinValue.AddDays(1).Ticks, DateTime.MaxValue.AddDays(-1).Ticks);
            var micros = ticks - (ticks % TimeSpan.TicksPerMicrosecond);
            var instant = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromHours(random.Next(-12, 13)));

            var text = Instants.Write(instant);

            Assert.Equal(27, text.Length);
            Assert.Equal(new DateTimeOffset(micros, TimeSpan.Zero), Instants.Read(text));
        }
    }

    [Fact]
    public void Every_part_has_its_leading_zeros() => Assert.Equal(
        "0987-06-05T04:03:02.000001Z",
        Instants.Write(new DateTimeOffset(987, 6, 5, 4, 3, 2, TimeSpan.Zero).AddMicroseconds(1)));
}
