namespace Godwit.Providers.Tests.Matrix;

/// <summary>A feature of answers, written once in OpenAI Chat; other providers' answers and streams are made of it.
/// </summary>
/// <param name="Name">Name of the row.</param>
/// <param name="Choices">The choices.</param>
/// <param name="Usage">The usage.</param>
internal sealed record MatrixAnswer(string Name, string Choices, string Usage = MatrixAnswer.Plain)
{
    private const string Plain = """{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}""";

    public static IReadOnlyList<MatrixAnswer> All { get; } =
    [
        new("text", Choice(""" "content":"Hello, 世界." """, "stop")),
        new("length", Choice(""" "content":"Hello" """, "length")),
        new("content-filter", Choice(""" "content":"Hel" """, "content_filter")),
        new("refusal", Choice(""" "content":null,"refusal":"I can't." """, "stop")),
        new("tool", Choice("""
            "content":"Let me look.","tool_calls":[{"id":"call_1","type":"function",
            "function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]
            """, "tool_calls")),
        new("parallel-tools", Choice("""
            "content":null,"tool_calls":[{"id":"call_1","type":"function",
            "function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}},{"id":"call_2","type":"function",
            "function":{"name":"time","arguments":"{}"}}]
            """, "tool_calls")),
        new("reasoning", Choice(""" "reasoning_content":"Hm.","content":"Hello." """, "stop"),
            """
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
             "completion_tokens_details":{"reasoning_tokens":3}}
            """),
        new("cached-input", Choice(""" "content":"Hello." """, "stop"),
            """
            {"prompt_tokens":10,"completion_tokens":5,"total_tokens":15,
             "prompt_tokens_details":{"cached_tokens":4,"cache_write_tokens":2}}
            """),
        new("citation", Choice("""
            "content":"Hello.","annotations":[{"type":"url_citation","url_citation":
            {"start_index":0,"end_index":6,"url":"https://x.test/","title":"X"}}]
            """, "stop")),
        new("choices", Choice(""" "content":"A" """, "stop") + "," + Choice(""" "content":"B" """, "stop", 1)),
    ];

    /// <summary>The body in OpenAI Chat.</summary>
    public string Body => $$"""
        {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m","choices":[{{Choices}}],"usage":{{Usage}}}
        """;

    private static string Choice(string message, string reason, int index = 0) => $$"""
        {"index":{{index}},"message":{"role":"assistant",{{message}}},"logprobs":null,"finish_reason":"{{reason}}"}
        """;
}
