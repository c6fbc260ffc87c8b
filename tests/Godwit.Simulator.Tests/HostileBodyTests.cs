using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

/// <summary>Every value of a rich request is replaced by values of every other kind: no door may break.</summary>
public sealed class HostileBodyTests
{
    private static readonly string[] Replacements =
        ["null", "true", "-1", "1e400", "\"x\"", "\"\"", "[]", "{}", "[null]", "[1]", "[{}]", "\"\\ud800\""];

    [Theory]
    [InlineData("/v1/chat/completions", """
        {"model":"m","stream":false,"messages":[{"role":"system","content":"a"},{"role":"user","content":[
        {"type":"text","text":"a"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
        {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
        {"role":"tool","tool_call_id":"c","content":"x"}],"tools":[{"type":"function","function":{"name":"f",
        "description":"d","parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}],
        "tool_choice":"auto","response_format":{"type":"text"},"stop":["q"],"n":1}
        """)]
    [InlineData("/v1/messages", """
        {"model":"m","max_tokens":2000,"system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}],
        "messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image","source":{"type":"base64",
        "media_type":"image/png","data":"AAAA"}},{"type":"document","source":{"type":"text","media_type":"text/plain",
        "data":"a"},"citations":{"enabled":true}}]},{"role":"assistant","content":[{"type":"tool_use","id":"t",
        "name":"f","input":{"a":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t",
        "content":[{"type":"text","text":"x"}]}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}],
        "tool_choice":{"type":"auto"},"thinking":{"type":"adaptive"},"stop_sequences":["q"],
        "output_config":{"effort":"low"},"metadata":{"user_id":"u"}}
        """)]
    [InlineData("/v1beta/models/gemini-2.5-pro:generateContent", """
        {"systemInstruction":{"parts":[{"text":"a"}]},"contents":[{"role":"user","parts":[{"text":"a"},
        {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},{"role":"model","parts":[{"functionCall":{"name":"f",
        "args":{"a":1}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"result":"x"}}}]}],
        "tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","properties":{"a":{
        "type":"STRING"}}}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
        "generationConfig":{"temperature":1,"stopSequences":["q"],"responseMimeType":"application/json",
        "responseSchema":{"type":"OBJECT"},"thinkingConfig":{"includeThoughts":true}},
        "safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"OFF"}]}
        """)]
    [InlineData("/v1/responses", """
        {"model":"m","instructions":"a","input":[{"role":"user","content":[{"type":"input_text","text":"a"},
        {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]},{"type":"function_call","id":"fc_1",
        "call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"x"}],
        "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}],"tool_choice":{"type":"function",
        "name":"f"},"text":{"format":{"type":"json_schema","name":"s","schema":{"type":"object"}}},
        "reasoning":{"effort":"low","summary":"auto"},"include":["reasoning.encrypted_content"],
        "metadata":{"a":"b"},"store":true}
        """)]
    [InlineData("/v1/rerank", """{"model":"m","query":"a","documents":["a",{"text":"b"}],"top_n":1}""")]
    [InlineData("/v1/moderations", """{"model":"m","input":[{"type":"text","text":"a"}]}""")]
    [InlineData("/v1/audio/speech", """{"model":"m","input":"a","voice":"v","response_format":"wav"}""")]
    [InlineData("/v1/images/generations", """{"model":"m","prompt":"a","size":"8x8","n":1}""")]
    public async Task No_value_of_another_kind_breaks_a_door(string path, string body)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("any-provider");
        simulator.Client.DefaultRequestHeaders.Add("anthropic-version", "2023-06-01");
        using (HttpResponseMessage whole = await simulator.PostAsync(path, body))
        {
            Assert.True(whole.IsSuccessStatusCode, await whole.Content.ReadAsStringAsync());
        }

        List<string> broken = [];
        foreach (string mutated in Mutations(body))
        {
            using HttpResponseMessage response = await simulator.PostAsync(path, mutated);
            if ((int)response.StatusCode >= 500)
            {
                broken.Add(mutated);
            }
        }

        Assert.True(broken.Count == 0, string.Join('\n', broken.Take(5)));
    }

    private static IEnumerable<string> Mutations(string body)
    {
        int nodes = CountOf(JsonNode.Parse(body)!);
        for (int target = 0; target < nodes; target++)
        {
            foreach (string replacement in Replacements)
            {
                JsonNode root = JsonNode.Parse(body)!;
                int at = target;
                Mark(root, ref at);
                yield return root.ToJsonString().Replace("\"@here@\"", replacement, StringComparison.Ordinal);
            }
        }
    }

    private static int CountOf(JsonNode node) => node switch
    {
        JsonObject value => value.Sum(member => 1 + (member.Value is null ? 0 : CountOf(member.Value))),
        JsonArray value => value.Sum(member => 1 + (member is null ? 0 : CountOf(member))),
        _ => 0,
    };

    private static bool Mark(JsonNode node, ref int at)
    {
        if (node is JsonObject value)
        {
            foreach ((string name, JsonNode? member) in value.ToList())
            {
                if (at-- == 0)
                {
                    value[name] = "@here@";
                    return true;
                }

                if (member is not null && Mark(member, ref at))
                {
                    return true;
                }
            }
        }
        else if (node is JsonArray items)
        {
            for (int index = 0; index < items.Count; index++)
            {
                if (at-- == 0)
                {
                    items[index] = "@here@";
                    return true;
                }

                if (items[index] is { } member && Mark(member, ref at))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
