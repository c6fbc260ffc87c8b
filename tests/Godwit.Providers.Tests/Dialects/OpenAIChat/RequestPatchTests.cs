using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class RequestPatchTests
{
    private static string Patch(string body, out bool asks, bool addUsage = true, string model = "qwen-plus")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var name = new char[RequestScan.MaxModelChars];
        Assert.True(
            RequestScan.TryRead(bytes, Operation.Chat, Dialect.OpenAIChat, false, name, out var scan, out var error),
            error.Message);
        var patch = new RequestPatch(bytes, scan, ModelName.ToJson(model), addUsage);
        var output = new ArrayBufferWriter<byte>();
        patch.WriteTo(output);
        Assert.Equal(patch.Length, output.WrittenCount);
        asks = patch.AsksForUsage;
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Theory]
    [InlineData("""{"model":"a"}""", """{"model":"qwen-plus"}""")]
    [InlineData("""{ "model" : "a" , "x":1.0}""", """{ "model" : "qwen-plus" , "x":1.0}""")]
    [InlineData("""{ "model":"a","stream":true}""",
        """{"stream_options":{"include_usage":true}, "model":"qwen-plus","stream":true}""")]
    [InlineData("""{"stream":true,"stream_options":null,"model":"a"}""",
        """{"stream":true,"stream_options":{"include_usage":true},"model":"qwen-plus"}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{ }}""",
        """{"model":"qwen-plus","stream":true,"stream_options":{"include_usage":true }}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_obfuscation":false}}""",
        """{"model":"qwen-plus","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false}}""")]
    [InlineData("""{"stream_options":{"include_usage":false,"y":2},"model":"a","stream":true}""",
        """{"stream_options":{"include_usage":true,"y":2},"model":"qwen-plus","stream":true}""")]
    [InlineData("""{"model":"a","stream":true,"stream_options":{"include_usage":true}}""",
        """{"model":"qwen-plus","stream":true,"stream_options":{"include_usage":true}}""")]
    public void Only_the_named_members_change(string body, string expected)
    {
        Assert.Equal(expected, Patch(body, out var asks));
        Assert.Equal(expected.Contains("include_usage", StringComparison.Ordinal)
            && !body.Contains("\"include_usage\":true", StringComparison.Ordinal), asks);
    }

    [Fact]
    public void Usage_is_not_asked_for_when_the_provider_has_no_such_option()
    {
        const string body = """{"model":"a","stream":true}""";
        Assert.Equal("""{"model":"qwen-plus","stream":true}""", Patch(body, out var asks, addUsage: false));
        Assert.False(asks);
    }

    [Fact]
    public void A_model_name_is_escaped_as_JSON()
    {
        Assert.Equal("""{"model":"a\"b/通\u0001"}""", Patch("""{"model":"x"}""", out _, model: "a\"b/通\u0001"));
    }

    [Fact]
    public void Random_bodies_differ_only_in_model_and_stream_options()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new RandomJson(seed);
            var body = random.RequestBody();
            var patched = Patch(body, out _);
            var before = JsonNode.Parse(body)!.AsObject();
            var after = JsonNode.Parse(patched)!.AsObject();
            Assert.Equal("qwen-plus", (string?)after["model"]);
            if (after["stream"]?.GetValueKind() == System.Text.Json.JsonValueKind.True)
            {
                Assert.True((bool?)after["stream_options"]!["include_usage"], patched);
                ((JsonObject)after["stream_options"]!).Remove("include_usage");
                (before["stream_options"] as JsonObject)?.Remove("include_usage");
                before["stream_options"] ??= new JsonObject();
            }

            before["model"] = after["model"]!.DeepClone();
            Assert.True(JsonNode.DeepEquals(before, after), $"seed {seed}: {body}");
            Assert.True(KeepsOrder(body), $"seed {seed}: {body} became {patched}");
        }
    }

    /// <summary>Whether the pieces are the body itself, in order, from its first byte to its last.</summary>
    private static bool KeepsOrder(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        RequestScan.TryRead(
            bytes, Operation.Chat, Dialect.OpenAIChat, false, new char[RequestScan.MaxModelChars], out var scan, out _);
        var patch = new RequestPatch(bytes, scan, ModelName.ToJson("qwen-plus"), true);
        var end = 0;
        foreach (var i in (int[])[0, 2, 4])
        {
            // An empty piece has no place of its own.
            Assert.True(MemoryMarshal.TryGetArray(patch[i], out var piece));
            if (piece.Count > 0 && (piece.Array != bytes || piece.Offset < end || (i == 0 && piece.Offset != 0)))
            {
                return false;
            }

            end = piece.Count > 0 ? piece.Offset + piece.Count : end;
        }

        var replaced = scan.Model.Length
            + (patch.AsksForUsage && scan.StreamOptionsForm == StreamOptionsForm.Null ? scan.StreamOptions.Length : 0)
            + (patch.AsksForUsage ? scan.IncludeUsage.Length : 0);
        return patch[0].Length + patch[2].Length + patch[4].Length + replaced == bytes.Length;
    }
}
