using System.Buffers;
using System.Text;
using Godwit.Providers.Dialects.EventStreams;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.EventStreams;

public sealed class SseMessagesTests
{
    private const string Text =
        ": hello\n\nevent: a\ndata: {\"t\":\"ä中\"}\n\ndata:two\ndata: lines\n\n"
        + "event: none\n\n: again\ndata: [DONE]\n\n";

    private static readonly string[] Expected = ["{\"t\":\"ä中\"}", "two\nlines", "[DONE]"];

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Events_are_the_same_however_the_bytes_are_split(string lineEnd)
    {
        var bytes = Encoding.UTF8.GetBytes(Text.Replace("\n", lineEnd, StringComparison.Ordinal));
        for (var at = 0; at <= bytes.Length; at++)
        {
            Assert.Equal(Expected, Read([bytes[..at], bytes[at..]]));
        }

        Assert.Equal(Expected, Read([.. bytes.Select(one => new[] { one })]));
    }

    [Fact]
    public void A_long_event_is_kept_until_it_is_whole()
    {
        var text = new string('x', 3_000_000);
        var bytes = Encoding.UTF8.GetBytes($"data: {text}\n\ndata: next\n\n");
        Assert.Equal([text, "next"], Read(bytes.Chunk(1000)));
    }

    [Fact]
    public void An_event_that_never_ends_overflows()
    {
        using var messages = new SseMessages();
        var chunk = new byte[1024 * 1024];
        chunk.AsSpan().Fill((byte)'x');
        for (var i = 0; i < 34 && !messages.Overflowed; i++)
        {
            messages.Write(chunk);
            Assert.False(messages.TryRead(out _));
        }

        Assert.True(messages.Overflowed);
    }

    private static List<string> Read(IEnumerable<byte[]> chunks)
    {
        using var messages = new SseMessages();
        var found = new List<string>();
        foreach (var chunk in chunks)
        {
            messages.Write(chunk);
            while (messages.TryRead(out var data))
            {
                found.Add(Encoding.UTF8.GetString(data.Span));
            }
        }

        return found;
    }
}
