using System.Buffers;
using System.Text;
using Godwit.Gateway.ResponseState;
using Xunit;

namespace Godwit.Gateway.Tests.State;

public sealed class ResponseIdFilterTests
{
    private const string Stream = "event: response.created\n"
        + "data: {\"type\":\"response.created\",\"response\":{\"object\":\"response\",\"id\":\"resp_native\","
        + "\"previous_response_id\":\"resp_before\",\"output\":[{\"id\":\"msg_1\"}]}}\n\n"
        + "event: x\ndata: {\"type\":\"x\",\"delta\":\"\\\"resp_nat\",\"response_id\":\"resp_native\"}\n\n";

    private const string Plain =
        "{\"object\":\"response\",\"output\":[{\"id\":\"msg_1\"}],\"id\":\"resp_native\",\"x\":\"resp_nativ\"}";

    [Theory]
    [InlineData(Stream, true)]
    [InlineData(Plain, false)]
    public void Whatever_way_it_is_split_ids_are_sealed_and_nothing_else_is_touched(string text, bool isStream)
    {
        var expected = text.Replace("\"resp_native\"", "\"sealed(resp_native)\"", StringComparison.Ordinal)
            .Replace("\"resp_before\"", "\"resp_known\"", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Equal(expected, Filtered(isStream, [.. bytes.Select(one => new[] { one })]));
        for (var i = 0; i <= bytes.Length; i++)
            Assert.Equal(expected, Filtered(isStream, bytes[..i], bytes[i..]));
    }

    [Fact]
    public void An_answer_without_an_id_passes_as_it_is()
    {
        Assert.Equal("data: [DONE]\n\n", Filtered(true, "data: [DONE]\n\n"u8.ToArray()));
        Assert.Equal("not json", Filtered(false, "not json"u8.ToArray()));
    }

    [Fact]
    public void A_long_beginning_without_an_id_is_let_through()
    {
        var filter = new ResponseIdFilter(id => id, stream: false);
        var output = new ArrayBufferWriter<byte>();
        for (var i = 0; i < 80; i++)
            filter.Feed(new byte[16 * 1024], output);

        Assert.True(output.WrittenCount > 1024 * 1024);
    }

    private static string Filtered(bool isStream, params byte[][] chunks)
    {
        var filter = new ResponseIdFilter(id => $"sealed({id})", isStream);
        filter.Add("resp_before", "resp_known");
        var output = new ArrayBufferWriter<byte>();
        foreach (var chunk in chunks)
            filter.Feed(chunk, output);
        filter.Complete(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void Reasoning_is_marked_wherever_the_bytes_are_parted()
    {
        const string answer = """
            {"id":"resp_n","output":[{"type":"reasoning","encrypted_content" : "abc"},{"encrypted_content":null},
             {"encrypted_content":""},{"text":"\"encrypted_content\":\"x"},{"encrypted_content":"def"}]}
            """;
        var expected = answer.Replace("\"abc", "\"gwr_m.abc", StringComparison.Ordinal)
            .Replace("\"def", "\"gwr_m.def", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(answer);
        for (var size = 1; size <= bytes.Length; size++)
        {
            var filter = new ResponseIdFilter(_ => null, false) { ReasoningMark = "gwr_m."u8.ToArray() };
            var output = new ArrayBufferWriter<byte>();
            foreach (var chunk in bytes.Chunk(size))
                filter.Feed(chunk, output);
            filter.Complete(output);
            Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
        }
    }
}
