namespace Godwit.Providers.Tests.Matrix;

/// <summary>A feature of requests, written once in OpenAI Chat; other clients' bodies are made of it.</summary>
/// <param name="Name">Name of the row.</param>
/// <param name="Members">The members beside the model; a list of messages is added where there is none.</param>
internal sealed record MatrixFeature(string Name, string Members)
{
    private const string Tools = """
        "tools":[{"type":"function","function":{"name":"weather","description":"Weather of a city.",
        "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}},
        {"type":"function","function":{"name":"time","parameters":{"type":"object","properties":{}}}}]
        """;

    private const string Schema = """
        {"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],"additionalProperties":false}
        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MatrixFeature> All { get; } =
    [
        new("text", """ "stream":false """),
        new("max-output", """ "max_completion_tokens":100 """),
        new("stream", """ "stream":true,"stream_options":{"include_usage":true} """),
        new("system", """
            "messages":[{"role":"system","content":"Be brief."},
            {"role":"user","content":"Hi"}]
            """),
        new("multi-turn", """
            "messages":[{"role":"user","content":"Hi"},
            {"role":"assistant","content":"Hello."},{"role":"user","content":"Go on."}]
            """),
        new("tools", $$$$""" {{{{Tools}}}} """),
        new("tool-result", $$$$"""
            {{{{Tools}}}},"messages":[{"role":"user","content":"Weather?"},
            {"role":"assistant","content":"Let me look.","tool_calls":[{"id":"call_1","type":"function",
            "function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"Rain"}]
            """),
        new("parallel-tool-results", $$$$"""
            {{{{Tools}}}},"messages":[
            {"role":"user","content":"Weather and time?"},{"role":"assistant","content":null,"tool_calls":[
            {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}},
            {"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"Rain"},
            {"role":"tool","tool_call_id":"call_2","content":"12:00"},{"role":"user","content":"And now?"}]
            """),
        new("tool-choice-none", $$$$""" {{{{Tools}}}},"tool_choice":"none" """),
        new("tool-choice-required", $$$$""" {{{{Tools}}}},"tool_choice":"required" """),
        new("tool-choice-named", $$$$"""
            {{{{Tools}}}},
            "tool_choice":{"type":"function","function":{"name":"time"}}
            """),
        new("no-parallel-tools", $$$$""" {{{{Tools}}}},"parallel_tool_calls":false """),
        new("json-object", """ "response_format":{"type":"json_object"} """),
        new("json-schema", $$$$"""
            "response_format":{"type":"json_schema",
            "json_schema":{"name":"s","schema":{{{{Schema}}}},"strict":true}}
            """),
        new("image-url", """
            "messages":[{"role":"user","content":[
            {"type":"text","text":"What is it?"},
            {"type":"image_url","image_url":{"url":"https://x.test/a.png"}}]}]
            """),
        new("image-data", """
            "messages":[{"role":"user","content":[
            {"type":"text","text":"What is it?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo="}}]}]
            """),
        new("document", """
            "messages":[{"role":"user","content":[
            {"type":"text","text":"Sum up."},{"type":"file","file":{"filename":"a.pdf",
            "file_data":"data:application/pdf;base64,JVBERi0="}}]}]
            """),
        new("reasoning", """ "reasoning_effort":"high" """),
        new("sampling", """ "temperature":0.5,"top_p":0.9 """),
        new("penalties", """ "frequency_penalty":0.5,"presence_penalty":-0.5 """),
        new("seed", """ "seed":7 """),
        new("stop", """ "stop":["END","STOP"] """),
        new("choices", """ "n":2 """),
        new("logprobs", """ "logprobs":true,"top_logprobs":2 """),
        new("user", """ "user":"user-1" """),
    ];

    /// <summary>The body in OpenAI Chat.</summary>
    public string Body => "{\"model\":\"m\","
        + (Members.Contains("\"messages\"", StringComparison.Ordinal) ? ""
            : "\"messages\":[{\"role\":\"user\",\"content\":\"Answer in JSON.\"}],")
        + Members + "}";
}
