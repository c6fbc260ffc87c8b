using Godwit.Gateway.Conversations;
using Godwit.Gateway.ResponseState;
using Godwit.Policy.Catalog;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>
/// The paths of the client API: OpenAI's, Azure OpenAI's, Anthropic's and Gemini's, and Godwit's own under
/// <c>/godwit</c>.
/// </summary>
internal static class ClientPaths
{
    public const string ModelPrefix = "/v1/models/";
    private const string DeploymentPrefix = "/openai/deployments/";
    public const string GeminiPrefix = "/v1beta/models/";

    /// <summary>Finds the operation of a request.</summary>
    public static ClientOperation Match(string method, string path) => path switch
    {
        "/v1/chat/completions" => Post(method, ClientOperation.Chat),
        "/v1/responses" => HttpMethods.IsGet(method)
            ? ClientOperation.ResponsesSocket : Post(method, ClientOperation.Responses),
        "/v1/responses/compact" => Post(method, ClientOperation.CompactResponse),
        "/v1/messages" => Post(method, ClientOperation.Messages),
        "/v1/messages/count_tokens" => Post(method, ClientOperation.CountMessageTokens),
        "/v1/embeddings" => Post(method, ClientOperation.Embeddings),
        "/v1/completions" => Post(method, ClientOperation.TextCompletion),
        "/v1/models" or "/v1beta/models" => Get(method, ClientOperation.ListModels),
        "/v1/moderations" => Post(method, ClientOperation.Moderations),
        "/v1/rerank" => Post(method, ClientOperation.Rerank),
        "/v1/images/generations" => Post(method, ClientOperation.ImageGenerations),
        "/v1/images/edits" => Post(method, ClientOperation.ImageEdits),
        "/v1/images/variations" => Post(method, ClientOperation.ImageVariations),
        "/v1/audio/speech" => Post(method, ClientOperation.Speech),
        "/v1/audio/transcriptions" => Post(method, ClientOperation.Transcriptions),
        "/v1/audio/translations" => Post(method, ClientOperation.Translations),
        "/v1/realtime" => Get(method, ClientOperation.Realtime),
        "/godwit/v1/availability" => Get(method, ClientOperation.Availability),
        "/livez" => Get(method, ClientOperation.Livez),
        "/readyz" => Get(method, ClientOperation.Readyz),
        _ when path.StartsWith(ModelPrefix, StringComparison.Ordinal) && path.Length > ModelPrefix.Length =>
            Get(method, ClientOperation.GetModel),
        _ when PathModel.Find(path, GeminiPrefix, ':') is { Length: > 0 } model =>
            Post(method, OfGemini(path.AsSpan(GeminiPrefix.Length + model.Length))),
        _ when path.StartsWith(GeminiPrefix, StringComparison.Ordinal) && path.Length > GeminiPrefix.Length =>
            Get(method, ClientOperation.GetModel),
        _ when PathModel.Find(path, DeploymentPrefix, '/') is { Length: > 0 } deployment =>
            Post(method, OfAzure(path.AsSpan(DeploymentPrefix.Length + deployment.Length))),
        _ when StoredResponseCall.Allowed(path) is { } allowed =>
            allowed.Split(", ").Contains(method, StringComparer.OrdinalIgnoreCase)
                ? ClientOperation.StoredResponse : ClientOperation.WrongMethod,
        _ when ConversationCall.Allowed(path) is { } allowed =>
            allowed.Split(", ").Contains(method, StringComparer.OrdinalIgnoreCase)
                ? ClientOperation.Conversations : ClientOperation.WrongMethod,
        _ => KeptPaths.Match(method, path),
    };

    /// <summary>The model that the path names, as it is written there; empty when the body names it.</summary>
    public static ReadOnlySpan<char> ModelOf(string path) => path switch
    {
        _ when path.StartsWith(GeminiPrefix, StringComparison.Ordinal) => PathModel.Find(path, GeminiPrefix, ':'),
        _ when path.StartsWith(DeploymentPrefix, StringComparison.Ordinal) =>
            PathModel.Find(path, DeploymentPrefix, '/'),
        _ => default,
    };

    /// <summary>The dialect in which a path that does not exist is answered.</summary>
    public static Dialect DialectOf(string path) => path switch
    {
        _ when path.StartsWith("/v1beta/", StringComparison.Ordinal) => Dialect.GeminiGenerateContent,
        _ when path.StartsWith("/v1/messages", StringComparison.Ordinal) => Dialect.AnthropicMessages,
        _ => Dialect.OpenAIChat,
    };

    /// <summary>The methods of a path that exists.</summary>
    public static string Allowed(string path) => KeptPaths.Allowed(path) ?? ConversationCall.Allowed(path)
        ?? (path == "/v1/responses" ? "GET, POST" : null)
        ?? (path == "/v1/responses/compact" ? null : StoredResponseCall.Allowed(path))
        ?? (Match(HttpMethods.Post, path) == ClientOperation.WrongMethod ? "GET, HEAD" : "POST");

    private static ClientOperation OfGemini(ReadOnlySpan<char> verb) => verb switch
    {
        ":generateContent" => ClientOperation.GenerateContent,
        ":streamGenerateContent" => ClientOperation.StreamGenerateContent,
        ":countTokens" => ClientOperation.CountContentTokens,
        ":embedContent" => ClientOperation.EmbedContent,
        ":batchEmbedContents" => ClientOperation.BatchEmbedContents,
        _ => ClientOperation.None,
    };

    private static ClientOperation OfAzure(ReadOnlySpan<char> rest) => rest switch
    {
        "/chat/completions" => ClientOperation.Chat,
        "/embeddings" => ClientOperation.Embeddings,
        "/completions" => ClientOperation.TextCompletion,
        "/images/generations" => ClientOperation.ImageGenerations,
        "/images/edits" => ClientOperation.ImageEdits,
        "/audio/speech" => ClientOperation.Speech,
        "/audio/transcriptions" => ClientOperation.Transcriptions,
        "/audio/translations" => ClientOperation.Translations,
        _ => ClientOperation.None,
    };

    private static ClientOperation Post(string method, ClientOperation operation) =>
        operation == ClientOperation.None || HttpMethods.IsPost(method) ? operation : ClientOperation.WrongMethod;

    private static ClientOperation Get(string method, ClientOperation operation) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? operation : ClientOperation.WrongMethod;
}
