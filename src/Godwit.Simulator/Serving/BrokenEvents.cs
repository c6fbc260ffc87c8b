using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>Events that break off in the middle of their JSON.</summary>
internal static class BrokenEvents
{
    private static readonly byte[] OfChat = """{"id":"chatcmpl-broken","choices":[{"del"""u8.ToArray();
    private static readonly byte[] OfMessages = """{"type":"content_block_delta","index":0,"del"""u8.ToArray();
    private static readonly byte[] OfResponses = """{"type":"response.output_text.delta","item_"""u8.ToArray();
    private static readonly byte[] OfGemini = """{"candidates":[{"content":{"par"""u8.ToArray();

    public static string? NameIn(Dialect dialect) => dialect switch
    {
        Dialect.Messages => "content_block_delta",
        Dialect.Responses => "response.output_text.delta",
        Dialect.Converse => "contentBlockDelta",
        Dialect.DashScope => "result",
        _ => null,
    };

    public static ReadOnlyMemory<byte> DataIn(Dialect dialect) => dialect switch
    {
        Dialect.Messages => OfMessages,
        Dialect.Responses => OfResponses,
        Dialect.Gemini => OfGemini,
        _ => OfChat,
    };
}
