using Godwit.Policy.Catalog;
using Godwit.Providers.Tokens;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>How an answer goes from a provider to a client: what each of them speaks.</summary>
/// <param name="Path">The client's path.</param>
/// <param name="Provider">The provider's dialect.</param>
public sealed record AnswerWay(string Path, Dialect Provider)
{
    private const string Question = "Tell me a tale of a fox and a hedgehog, please.";

    /// <summary>Every way, of one dialect and of two.</summary>
    public static readonly AnswerWay[] All =
    [
        new("/v1/chat/completions", Dialect.OpenAIChat), new("/v1/messages", Dialect.OpenAIChat),
        new("/v1/messages", Dialect.AnthropicMessages), new("/v1/chat/completions", Dialect.AnthropicMessages),
        new("/v1beta/models/raw-model:streamGenerateContent?alt=sse", Dialect.GeminiGenerateContent),
        new("/v1/chat/completions", Dialect.GeminiGenerateContent),
        new("/v1/responses", Dialect.OpenAIResponses), new("/v1/messages", Dialect.OpenAIResponses),
    ];

    /// <summary>Tokens that the provider tells where its stream begins; null for who tells none there.</summary>
    public (long Input, long Output)? AtStart => Provider switch
    {
        Dialect.AnthropicMessages => (190, 1),
        Dialect.GeminiGenerateContent => (190, 4),
        _ => null,
    };

    /// <summary>True for a provider that tells with each piece what it has made so far.</summary>
    public bool CountsUp => Provider == Dialect.GeminiGenerateContent;

    public static long EstimatedInput => TokenEstimate.OfMessage + OfText(Question);

    public string Body(string model = "raw-model", bool stream = true) => Path switch
    {
        "/v1/chat/completions" =>
            $$"""{"model":"{{model}}","stream":{{Is(stream)}},"messages":[{"role":"user","content":"{{Question}}"}]}""",
        "/v1/messages" => $$"""
            {"model":"{{model}}","stream":{{Is(stream)}},"max_tokens":500,"messages":[{"role":"user","content":"{{Question}}"}]}
            """,
        "/v1/responses" =>
            $$"""{"model":"{{model}}","stream":{{Is(stream)}},"input":[{"role":"user","content":"{{Question}}"}]}""",
        _ => $$"""{"contents":[{"role":"user","parts":[{"text":"{{Question}}"}]}]}""",
    };

    /// <summary>What comes before the first output, with the usage that stands there.</summary>
    public string Begin() => Provider switch
    {
        Dialect.AnthropicMessages => Event(
            "message_start", """
            "message":{"id":"m1","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":100,"cache_read_input_tokens":90,"output_tokens":1}}
            """) + Event("content_block_start", """
            "index":0,"content_block":{"type":"text","text":""}
            """),
        Dialect.OpenAIResponses => Event(
            "response.created", """
            "response":{"id":"r1","object":"response","status":"in_progress","model":"m","output":[],"usage":null}
            """),
        Dialect.OpenAIChat => Data(
            """{"id":"c1","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}],"usage":null}"""),
        _ => "",
    };

    /// <summary>A piece of output.</summary>
    public string Text(string text) => Provider switch
    {
        Dialect.AnthropicMessages => Event(
            "content_block_delta", $$"""
            "index":0,"delta":{"type":"text_delta","text":"{{text}}"}
            """),
        Dialect.OpenAIResponses => Event(
            "response.output_text.delta", $$"""
            "item_id":"i1","output_index":0,"content_index":0,"delta":"{{text}}"
            """),
        Dialect.OpenAIChat => Data(
            $$$"""{"id":"c1","model":"m","choices":[{"index":0,"delta":{"content":"{{{text}}}"}}],"usage":null}"""),
        _ => Data($$$"""
            {"candidates":[{"content":{"parts":[{"text":"{{{text}}}"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":190,"cachedContentTokenCount":90,"candidatesTokenCount":4,"totalTokenCount":194}}
            """),
    };

    /// <summary>The end of an answer of 25 tokens to 190, 90 of them from a cache.</summary>
    public string End() => Provider switch
    {
        Dialect.AnthropicMessages => LastFigure() + Event("message_stop", ""),
        Dialect.OpenAIResponses => Event(
            "response.completed", """
            "response":{"id":"r1","object":"response","status":"completed","model":"m","output":[{"type":"message","id":"i1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"x"}]}],"usage":{"input_tokens":190,"input_tokens_details":{"cached_tokens":90},"output_tokens":25,"total_tokens":215}}
            """),
        Dialect.OpenAIChat =>
            Data("""{"id":"c1","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}""")
            + LastFigure() + Data("[DONE]"),
        _ => Data("""
            {"candidates":[{"content":{"parts":[{"text":"."}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":190,"cachedContentTokenCount":90,"candidatesTokenCount":25,"totalTokenCount":215}}
            """),
    };

    /// <summary>An error where more of the answer belongs.</summary>
    public string Error() => Provider switch
    {
        Dialect.AnthropicMessages => Event("error", """
            "error":{"type":"overloaded_error","message":"Overloaded"}
            """),
        Dialect.OpenAIResponses => Event("response.failed", """
            "response":{"id":"r1","object":"response","status":"failed","error":{"code":"server_error","message":"Overloaded"}}
            """),
        _ => Data("""{"error":{"code":503,"type":"server_error","message":"Overloaded","status":"UNAVAILABLE"}}"""),
    };

    public static long OfText(string text) => TokenEstimate.OfText(System.Text.Encoding.UTF8.GetBytes(text));

    public override string ToString() => $"{Provider} to {Path}";

    private string LastFigure() => Provider == Dialect.AnthropicMessages
        ? Event("content_block_stop", "\"index\":0") + Event("message_delta", """
            "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":25}
            """)
        : Data("""
            {"id":"c1","model":"m","choices":[],"usage":{"prompt_tokens":190,"completion_tokens":25,"total_tokens":215,"prompt_tokens_details":{"cached_tokens":90}}}
            """);

    private static string Event(string type, string members) =>
        $$"""
        event: {{type}}
        data: {"type":"{{type}}"{{(members.Length > 0 ? "," : "")}}{{members.Trim()}}}


        """.ReplaceLineEndings("\n");

    private static string Data(string data) => $"data: {data.Trim()}\n\n";

    private static string Is(bool flag) => flag ? "true" : "false";
}
