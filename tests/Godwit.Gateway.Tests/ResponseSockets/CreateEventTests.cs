using System.Text;
using System.Text.Json;
using Godwit.Gateway.ResponseSockets;
using Xunit;

namespace Godwit.Gateway.Tests.ResponseSockets;

public sealed class CreateEventTests
{
    [Fact]
    public void What_belongs_to_the_connection_is_taken_out_and_all_else_stays_as_it_was()
    {
        var body = Read(
            """{ "type":"response.create" , "model":"m","stream":false,"input":[ {"type":"x","stream_id":"y"} ],"""
            + """ "generate":true,"background":null,"stream_id":"a.b_C-1","t":1.50}""",
            out var create);

        Assert.Equal(
            """{"stream":true,"model":"m","input":[ {"type":"x","stream_id":"y"} ],"t":1.50}""", body);
        Assert.Equal(("a.b_C-1", false, null), (create.StreamId, create.WarmsUp, create.Refusal));
    }

    [Fact]
    public void An_escaped_name_is_the_name()
    {
        var body = Read("""{"typ\u0065":"response.cr\u0065ate","gener\u0061te":false,"model":"m"}""", out var create);

        Assert.Equal("""{"stream":true,"model":"m"}""", body);
        Assert.True(create.WarmsUp);
        Assert.Null(create.Refusal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("""{"type":"response.create","model":"m",}""")]
    [InlineData("""{"type":"response.create","model":"m"}x""")]
    public void What_is_no_object_is_left_to_who_reads_requests(string message)
    {
        Assert.Equal(message, Read(message, out var create));
        Assert.Null(create.Refusal);
    }

    [Fact]
    public void No_message_ends_in_an_exception()
    {
        const string Seed =
            """{"type":"response.create","model":"m","stream_id":"a","generate":false,"input":"é\ud83d\ude00"}""";
        var random = new Random(20261125);
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(Seed);
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var body = new RequestBody();
            var create = CreateEvent.Read(bytes, body);
            if (create.Refusal is null && body.Span.StartsWith("{\"stream\":true"u8))
                JsonDocument.Parse(body.Memory, new() { MaxDepth = 128 }).Dispose();
            body.Release();
        }
    }

    private static string Read(string message, out CreateEvent create)
    {
        var body = new RequestBody();
        create = CreateEvent.Read(Encoding.UTF8.GetBytes(message), body);
        return Encoding.UTF8.GetString(body.Span);
    }
}
