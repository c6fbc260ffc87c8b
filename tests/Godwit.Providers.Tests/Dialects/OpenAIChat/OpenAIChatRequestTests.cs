using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class OpenAIChatRequestTests
{
    // Everything the dialect has, once.
    private const string Whole = """
        {"model":"m","messages":[
          {"role":"system","content":"Be brief."},
          {"role":"user","name":"ann","content":[
            {"type":"text","text":"What is \"this\"? 通义","cache_control":{"type":"ephemeral","ttl":"1h"}},
            {"type":"image_url","image_url":{"url":"https://x.test/a.png","detail":"low"}},
            {"type":"image_url","image_url":{"url":"data:image/jpeg;base64,/9j/4AA="}},
            {"type":"input_audio","input_audio":{"data":"UklGRg==","format":"mp3"}},
            {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBERi0="}},
            {"type":"file","file":{"file_id":"file-1"}},
            {"type":"video_url","video_url":{"url":"https://x.test/a.mp4"}},
            {"type":"holo","holo":{"x":[1]}}]},
          {"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[
            {"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\": 1}"},
             "extra_content":{"google":{"thought_signature":"sig"}}},
            {"id":"call_2","type":"custom","custom":{"name":"c","input":"x = \"1\""}}]},
          {"role":"tool","tool_call_id":"call_1","content":"1"},
          {"role":"tool","tool_call_id":"call_2","content":"2"},
          {"role":"assistant","content":"","refusal":"No."},
          {"role":"assistant","content":null,"audio":{"id":"audio_1"}},
          {"role":"user","content":"Go on."}],
         "tools":[
          {"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}},
           "strict":true},"cache_control":{"type":"ephemeral","ttl":"1h"}},
          {"type":"custom","custom":{"name":"c","format":{"type":"text"}}}],
         "tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[
          {"type":"function","function":{"name":"f"}},{"type":"custom","custom":{"name":"c"}}]}},
         "parallel_tool_calls":false,
         "response_format":{"type":"json_schema","json_schema":{"name":"s","description":"d",
          "schema":{"type":"object"},"strict":true}},
         "reasoning_effort":"low","temperature":0.5,"top_p":0.9,"top_k":40,"frequency_penalty":-1,
         "presence_penalty":1.5,"seed":7,"stop":["a","b"],"max_completion_tokens":100,"n":2,"logprobs":true,
         "top_logprobs":3,"user":"u","service_tier":"flex","logit_bias":{"5":-100},"metadata":{"k":"v"},"store":true,
         "verbosity":"low","modalities":["text"],"stream":true,"stream_options":{"include_usage":true}}
        """;

    private static readonly JsonNode WholeNode = JsonNode.Parse(Whole)!;

    internal static (GenAIRequest Request, FormError? Fault) Read(string body)
    {
        var faults = new RequestFaults();
        var request = OpenAIChatDialect.Instance.ReadRequest(Encoding.UTF8.GetBytes(body), false, faults);
        return (request, faults.First);
    }

    internal static (JsonNode Body, IReadOnlyList<Loss> Losses) Written(GenAIRequest request, CatalogProvider? catalog)
    {
        var output = new ArrayBufferWriter<byte>();
        var losses = new LossReport();
        OpenAIChatDialect.Instance.WriteRequest(
            request,
            new ProviderContext { Model = "m", Stream = request.Stream, Catalog = catalog, Losses = losses },
            output);
        return (JsonNode.Parse(output.WrittenSpan)!, losses.Losses);
    }

    [Fact]
    public void A_request_read_and_written_by_the_dialect_itself_loses_nothing()
    {
        var (request, fault) = Read(Whole);
        Assert.Null(fault);
        var (body, losses) = Written(request, null);
        Assert.Empty(losses);
        Assert.All(request.Extras, extra => Assert.True(extra.Taken, extra.Path));
        foreach (var (name, value) in WholeNode.AsObject())
        {
            Assert.Equal(value!.ToJsonString(), body[name]?.ToJsonString());
        }
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "messages")]
    [InlineData("""{"model":"m","messages":5}""", "messages")]
    [InlineData("""{"model":"m","messages":[5]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"pope","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":{}}]}""", "messages[0].content")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"x"}]}""", "messages[0].tool_call_id")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{}}]}]}""",
        "messages[0].content[0].image_url.url")]
    [InlineData(
        """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":"data:x,y"}]}]}""",
        "messages[0].content[0].image_url")]
    [InlineData("""{"model":"m","messages":[],"temperature":"hot"}""", "temperature")]
    [InlineData("""{"model":"m","messages":[],"n":0}""", "n")]
    [InlineData("""{"model":"m","messages":[],"n":9999999999}""", "n")]
    [InlineData("""{"model":"m","messages":[],"stop":[1]}""", "stop[0]")]
    [InlineData("""{"model":"m","messages":[],"tool_choice":"maybe"}""", "tool_choice")]
    [InlineData("""{"model":"m","messages":[],"user":"\ud800"}""", "")]
    [InlineData("""{"model":"m","messages":[],"a":1,"a":2}""", "")]
    public void What_is_wrong_is_told_with_its_path(string body, string path)
    {
        Assert.Equal(path, Read(body).Fault?.Path);
    }

    [Fact]
    public void A_mutated_request_never_throws()
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        for (var seed = 0; seed < 5_000; seed++)
        {
            var (request, fault) = Read(Encoding.Latin1.GetString(Mutation.Of(bytes, seed)));
            if (fault is null)
            {
                Written(request, null);
            }
        }
    }
}
