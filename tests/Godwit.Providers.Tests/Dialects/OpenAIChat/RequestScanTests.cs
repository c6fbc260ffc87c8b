using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.GenAI;
using Xunit;
using Fault = Godwit.Providers.Dialects.Scanning.RequestFault;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class RequestScanTests
{
    private static (RequestScan Scan, RequestError Error, string Model) Read(
        string body, Operation operation = Operation.Chat)
    {
        var model = new char[RequestScan.MaxModelChars];
        RequestScan.TryRead(
            Encoding.UTF8.GetBytes(body), operation, Dialect.OpenAIChat, false, model, out var scan, out var error);
        return (scan, error, new string(model, 0, scan.ModelChars));
    }

    [Theory]
    [InlineData("""{"model":"gpt-4o"}""", "gpt-4o")]
    [InlineData("""  { "messages" : [ {"model":"inner"} ] , "model" : "gpt-4o" } """, "gpt-4o")]
    [InlineData("""{"mod\u0065l":"a\u002fb\"c"}""", "a/b\"c")]
    [InlineData("""{"model":"通义千问"}""", "通义千问")]
    [InlineData("""{"model":"\ud83d\ude00"}""", "😀")]
    [InlineData("""{"\ud800":1,"model":"m"}""", "m")]
    public void The_model_is_found_and_unescaped(string body, string expected)
    {
        var (scan, error, model) = Read(body);
        Assert.Equal(default, error);
        Assert.Equal(expected, model);
        var token = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(body), scan.Model.Start, scan.Model.Length);
        Assert.StartsWith("\"", token, StringComparison.Ordinal);
        Assert.EndsWith("\"", token, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Fault.NotJson, null, 0)]
    [InlineData("not json", Fault.NotJson, null, 1)]
    [InlineData("{\"model\":\"m\",\n \"x\": tru}", Fault.NotJson, null, 23)]
    [InlineData("""{"model":"m","x":[1,2""", Fault.NotJson, null, 21)]
    [InlineData("""{"model":"m",}""", Fault.NotJson, null, 13)]
    [InlineData("""{"model":"m"/*c*/}""", Fault.Comment, null, 12)]
    [InlineData("""{"model":"m"} {}""", Fault.TrailingData, null, 14)]
    [InlineData("[]", Fault.NotAnObject, null, 0)]
    [InlineData("\"text\"", Fault.NotAnObject, null, 0)]
    [InlineData("{}", Fault.ModelMissing, "model", -1)]
    [InlineData("""{"Model":"m"}""", Fault.ModelMissing, "model", -1)]
    [InlineData("""{"model":null}""", Fault.ModelNotAString, "model", 9)]
    [InlineData("""{"model":["m"]}""", Fault.ModelNotAString, "model", 9)]
    [InlineData("""{"model":""}""", Fault.ModelEmpty, "model", 9)]
    [InlineData("""{"model":"a\nb"}""", Fault.ModelNotText, "model", 9)]
    [InlineData("""{"model":"\ud800"}""", Fault.ModelNotText, "model", 9)]
    [InlineData("""{"model":"m","stream":"true"}""", Fault.StreamNotABoolean, "stream", 22)]
    [InlineData("""{"model":"a","model":"b"}""", Fault.DuplicateMember, "model", 21)]
    [InlineData("""{"model":"a","mod\u0065l":"b"}""", Fault.DuplicateMember, "model", 26)]
    [InlineData("""{"model":"a","stream":true,"stream":false}""", Fault.DuplicateMember, "stream", 36)]
    public void What_is_wrong_is_named(string body, Fault fault, string? param, long offset)
    {
        var (_, error, _) = Read(body);
        Assert.Equal(fault, error.Fault);
        Assert.Equal(param, error.Param);
        Assert.Equal(offset, error.Offset);
        Assert.NotEmpty(error.Message);
        Assert.NotEmpty(error.Code);
    }

    [Fact]
    public void Stream_options_given_twice_are_refused()
    {
        Assert.Equal(
            Fault.DuplicateMember, Read("""{"model":"a","stream_options":{},"stream_options":{}}""").Error.Fault);
        Assert.Equal(
            Fault.DuplicateMember,
            Read("""{"model":"a","stream_options":{"include_usage":false,"include_usage":true}}""").Error.Fault);
    }

    [Theory]
    [InlineData(127, Fault.None)]
    [InlineData(128, Fault.TooDeep)]
    [InlineData(5000, Fault.TooDeep)]
    public void Nesting_ends_at_128_levels(int arrays, Fault fault)
    {
        var body = $$"""{"model":"m","x":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";
        Assert.Equal(fault, Read(body).Error.Fault);
    }

    [Theory]
    [InlineData(256, Fault.None)]
    [InlineData(257, Fault.ModelTooLong)]
    [InlineData(100_000, Fault.ModelTooLong)]
    public void A_model_name_ends_at_256_characters(int length, Fault fault)
    {
        Assert.Equal(fault, Read($$"""{"model":"{{new string('m', length)}}"}""").Error.Fault);
        var escaped = string.Concat(Enumerable.Repeat("\\u4e2d", length));
        Assert.Equal(fault, Read($$"""{"model":"{{escaped}}"}""").Error.Fault);
    }

    [Theory]
    [InlineData("", StreamOptionsForm.Absent, false)]
    [InlineData(""","stream_options":null""", StreamOptionsForm.Null, false)]
    [InlineData(""","stream_options":{}""", StreamOptionsForm.EmptyObject, false)]
    [InlineData(""","stream_options":{"include_obfuscation":false}""", StreamOptionsForm.WithMembers, false)]
    [InlineData(""","stream_options":{"x":{"include_usage":true}}""", StreamOptionsForm.WithMembers, false)]
    [InlineData(""","stream_options":{"include_usage":true}""", StreamOptionsForm.WithMembers, true)]
    [InlineData(""","stream_options":7""", StreamOptionsForm.Other, false)]
    public void Stream_options_are_read(string member, StreamOptionsForm form, bool asks)
    {
        var (scan, error, _) = Read($$"""{"stream":true,"model":"m"{{member}}}""");
        Assert.Equal(Fault.None, error.Fault);
        Assert.True(scan.Stream);
        Assert.Equal(form, scan.StreamOptionsForm);
        Assert.Equal(asks, scan.AsksForUsage);
    }

    [Theory]
    [InlineData(""" "tools":[] """, RequestFeatures.None)]
    [InlineData(""" "tools":[{"type":"function"},{"type":"function"}] """, RequestFeatures.Tools)]
    [InlineData(
        """ "tools":[{"type":"function","function":{"name":"web_search","parameters":{"type":"object"}}}] """,
        RequestFeatures.Tools)]
    [InlineData(""" "tools":[{"type":"web_search"}] """, RequestFeatures.Tools | RequestFeatures.ProviderTools)]
    [InlineData(""" "web_search_options":{} """, RequestFeatures.ProviderTools)]
    [InlineData(""" "enable_search":false """, RequestFeatures.None)]
    [InlineData(""" "previous_response_id":"r" """, RequestFeatures.Kept)]
    [InlineData(""" "messages":[{"content":[{"type":"text"},{"type":"file"}]}] """, RequestFeatures.Media)]
    [InlineData(""" "parallel_tool_calls":true """, RequestFeatures.ParallelTools)]
    [InlineData(""" "parallel_tool_calls":false """, RequestFeatures.None)]
    [InlineData(""" "response_format":{"type":"text"} """, RequestFeatures.None)]
    [InlineData(""" "response_format":{"json_schema":{"type":"text"},"type":"json_schema"} """,
        RequestFeatures.ResponseFormat)]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"text"},{"type":"image_url","image_url":{}}]}] """,
        RequestFeatures.Vision)]
    [InlineData(""" "messages":[{"role":"user","content":"image_url"}] """, RequestFeatures.None)]
    [InlineData(""" "messages":[{"content":[{"type":"input_audio"}]}] """, RequestFeatures.Audio)]
    [InlineData(""" "modalities":["text","audio"] """, RequestFeatures.Audio)]
    [InlineData(""" "logprobs":true """, RequestFeatures.Logprobs)]
    [InlineData(""" "logprobs":null """, RequestFeatures.None)]
    [InlineData(""" "reasoning_effort":"high" """, RequestFeatures.Reasoning)]
    [InlineData(""" "reasoning_effort":"none" """, RequestFeatures.None)]
    [InlineData(""" "thinking":{"type":"disabled"} """, RequestFeatures.None)]
    [InlineData(""" "thinking":{"type":"enabled"} """, RequestFeatures.Reasoning)]
    [InlineData(""" "enable_thinking":true """, RequestFeatures.Reasoning)]
    public void Features_show_in_the_shape(string member, RequestFeatures features)
    {
        Assert.Equal(features, Read($$"""{ {{member}} ,"model":"m","n":2,"max_tokens":9}""").Scan.Features);
    }

    [Fact]
    public void Limits_are_read_and_what_is_no_number_is_left_to_the_provider()
    {
        var scan = Read("""{"model":"m","n":3,"max_tokens":9000000000,"max_completion_tokens":"x"}""").Scan;
        Assert.Equal(3, scan.N);
        Assert.Equal(9_000_000_000, scan.MaxTokens);
        Assert.Null(scan.MaxCompletionTokens);
    }

    [Fact]
    public void Embeddings_know_no_stream()
    {
        var (scan, error, model) = Read("""{"input":["a"],"stream":7,"model":"e"}""", Operation.Embeddings);
        Assert.Equal(Fault.None, error.Fault);
        Assert.False(scan.Stream);
        Assert.Equal("e", model);
    }

    [Fact]
    public void A_body_that_is_right_costs_no_allocation()
    {
        var body = Encoding.UTF8.GetBytes($$"""
            {"messages":[{"role":"user","content":"{{new string('x', 900)}}"}],"stream":true,"tools":[{"a":1}],
             "stream_options":{"include_usage":false},"model":"gpt-4o"}
            """);
        var model = new char[RequestScan.MaxModelChars];
        ReadOnlyMemory<byte> name = ModelName.ToJson("qwen-plus");
        Assert.Equal(0, Allocations.Of(() =>
        {
            RequestScan.TryRead(body, Operation.Chat, Dialect.OpenAIChat, false, model, out var scan, out _);
            _ = new RequestPatch(body, scan, name, addUsage: true).Length;
        }));
    }
}
