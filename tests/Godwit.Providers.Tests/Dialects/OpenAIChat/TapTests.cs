using System.Text;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class TapTests
{
    private const string Usage =
        """data: {"model":"m","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}""" + "\n\n";

    private static byte[] Content(int length) => Encoding.UTF8.GetBytes(
        $$"""data: {"model":"m","choices":[{"index":0,"delta":{"content":"{{new string('x', length)}}"},"finish_reason":null}]}"""
        + "\n\n");

    private static byte[] Stream(int events) =>
    [
        .. Enumerable.Range(0, events).SelectMany(i => Content(40 + i)), .. Encoding.UTF8.GetBytes(Usage),
        .. "data: [DONE]\n\n"u8,
    ];

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(173)]
    [InlineData(4096)]
    public void A_stream_is_tapped_without_allocation(int size)
    {
        var chunks = Stream(50).Chunk(Math.Min(size, 100_000)).ToArray();
        using var tap = new SseTap(OpenAIChatLook.Instance);
        Assert.Equal(0, Allocations.Of(() =>
        {
            tap.Reset(OpenAIChatLook.Instance);
            foreach (var chunk in chunks)
            {
                tap.Feed(chunk);
            }

            Assert.True(tap.Done);
        }));
        Assert.Equal(2, tap.Answer.Usage!.Value.OutputTokens);
        Assert.Same("m", tap.Answer.ResponseModel("m"));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(173)]
    public void A_stream_is_filtered_without_allocation(int size)
    {
        var chunks = Stream(50).Chunk(Math.Min(size, 100_000)).ToArray();
        using var tap = new SseTap(OpenAIChatLook.Instance);
        using var filter = new SseUsageFilter(tap);
        Assert.Equal(0, Allocations.Of(() =>
        {
            tap.Reset(OpenAIChatLook.Instance);
            filter.Reset();
            foreach (var chunk in chunks)
            {
                _ = filter.Feed(chunk).Count;
            }
        }));
    }

    [Fact]
    public void A_plain_answer_is_tapped_without_allocation()
    {
        var chunks = Encoding.UTF8.GetBytes($$"""
            {"model":"m","choices":[{"message":{"content":"{{new string('x', 5000)}}"} }],"usage":{"prompt_tokens":1}
            }
            """).Chunk(700).ToArray();
        using var tap = new JsonTap(OpenAIChatLook.Instance);
        Assert.Equal(0, Allocations.Of(() =>
        {
            tap.Reset(OpenAIChatLook.Instance);
            foreach (var chunk in chunks)
            {
                tap.Feed(chunk);
            }
        }));
        Assert.Equal(1, tap.Answer.Usage!.Value.InputTokens);
    }

    [Fact]
    public void Pieces_are_the_chunk_itself()
    {
        using var tap = new SseTap(OpenAIChatLook.Instance);
        using var filter = new SseUsageFilter(tap);
        byte[] chunk = [.. Content(9), .. Encoding.UTF8.GetBytes(Usage), .. "data: [DONE]\n\n"u8];
        var relay = filter.Feed(chunk);
        Assert.Equal(2, relay.Count);
        Assert.True(relay[0].Span.Overlaps(chunk));
        Assert.True(relay[1].Span.Overlaps(chunk));
    }

    [Fact]
    public void An_event_is_not_held_once_it_shows_choices()
    {
        using var tap = new SseTap(OpenAIChatLook.Instance);
        using var filter = new SseUsageFilter(tap);
        Assert.Equal(0, filter.Feed("data: {\"model\":\"m\",\"choices\":["u8.ToArray()).Count);
        Assert.False(filter.InsideEvent);
        Assert.Equal(2, filter.Feed("{\"delta\":"u8.ToArray()).Count);
        Assert.True(filter.InsideEvent);
        Assert.Equal(1, filter.Feed("{}}]}\n\n: keep"u8.ToArray()).Count);
    }

    [Fact]
    public void A_comment_is_never_held()
    {
        using var tap = new SseTap(OpenAIChatLook.Instance);
        using var filter = new SseUsageFilter(tap);
        Assert.Equal(1, filter.Feed(": keep-al"u8.ToArray()).Count);
        Assert.Equal(1, filter.Feed("ive\n\n"u8.ToArray()).Count);
    }

    [Theory]
    [InlineData(1024 * 1024)]
    [InlineData(9000)]
    public void An_event_of_a_megabyte_is_looked_at_or_left_alone_and_the_rest_is_still_seen(int chunkSize)
    {
        byte[] stream = [.. Content(1024 * 1024 + 5), .. Stream(2)];
        using var tap = new SseTap(OpenAIChatLook.Instance);
        using var filter = new SseUsageFilter(tap);
        var relayed = 0;
        foreach (var chunk in stream.Chunk(chunkSize))
        {
            var relay = filter.Feed(chunk);
            for (var i = 0; i < relay.Count; i++)
            {
                relayed += relay[i].Length;
            }
        }

        Assert.Equal(stream.Length - Usage.Length, relayed);
        Assert.True(tap.Done);
        Assert.Equal(1, tap.Answer.Usage!.Value.InputTokens);
    }

    [Fact]
    public void Content_is_seen_with_the_chunk_that_brings_it()
    {
        using var tap = new SseTap(OpenAIChatLook.Instance);
        tap.Feed("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[]}}]}\n\n"u8);
        Assert.False(tap.Answer.ContentSeen);
        tap.Feed("data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n"u8);
        Assert.True(tap.Answer.ContentSeen);
    }
}
