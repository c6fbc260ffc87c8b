using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>Where a door's operations lie.</summary>
/// <param name="BaseUrl">Up to and without the operation's path.</param>
/// <param name="Operations">Path of each operation.</param>
/// <param name="StreamOperations">Path of those that lie elsewhere when their answer is streamed.</param>
internal sealed record DoorPaths(
    string BaseUrl,
    IReadOnlyDictionary<Operation, string> Operations,
    IReadOnlyDictionary<Operation, string>? StreamOperations = null);

/// <summary>The paths that belong to a dialect, for providers that are described without a catalog entry.</summary>
internal static class DialectPaths
{
    private static readonly Dictionary<Operation, string> OpenAI = new()
    {
        [Operation.Chat] = "/chat/completions",
        [Operation.TextCompletion] = "/completions",
        [Operation.Embeddings] = "/embeddings",
        [Operation.ImageGeneration] = "/images/generations",
        [Operation.ImageEdit] = "/images/edits",
        [Operation.ImageVariation] = "/images/variations",
        [Operation.Speech] = "/audio/speech",
        [Operation.Transcription] = "/audio/transcriptions",
        [Operation.Translation] = "/audio/translations",
        [Operation.Moderation] = "/moderations",
        [Operation.Rerank] = "/rerank",
        [Operation.Realtime] = "/realtime",
    };

    private static readonly Dictionary<Operation, string> Responses = new() { [Operation.Chat] = "/responses" };

    private static readonly Dictionary<Operation, string> Messages = new()
    {
        [Operation.Chat] = "/messages",
        [Operation.CountTokens] = "/messages/count_tokens",
    };

    private static readonly Dictionary<Operation, string> GenerateContent = new()
    {
        [Operation.Chat] = "/models/{model}:generateContent",
        [Operation.CountTokens] = "/models/{model}:countTokens",
        [Operation.Embeddings] = "/models/{model}:embedContent",
    };

    private static readonly Dictionary<Operation, string> StreamGenerateContent = new()
    {
        [Operation.Chat] = "/models/{model}:streamGenerateContent?alt=sse",
    };

    private static readonly Dictionary<Operation, string> Converse = new()
    {
        [Operation.Chat] = "/model/{model}/converse",
    };

    private static readonly Dictionary<Operation, string> ConverseStream = new()
    {
        [Operation.Chat] = "/model/{model}/converse-stream",
    };

    private static readonly Dictionary<Operation, string> Root = new() { [Operation.Chat] = "/" };

    public static DoorPaths Of(Dialect dialect, string baseUrl) => dialect switch
    {
        Dialect.OpenAIResponses => new(baseUrl, Responses),
        Dialect.AnthropicMessages => new(baseUrl, Messages),
        Dialect.GeminiGenerateContent => new(baseUrl, GenerateContent, StreamGenerateContent),
        Dialect.BedrockConverse => new(baseUrl, Converse, ConverseStream),
        // Whole URLs, as nothing else is agreed on.
        Dialect.TencentNative or Dialect.SenseNovaNative or Dialect.DashScopeNative => new(baseUrl, Root),
        _ => new(baseUrl, OpenAI),
    };
}
