using System.Diagnostics;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.ClientApi;

/// <summary>From what a client asks of the gateway to what a model is asked for, and in which dialect.</summary>
internal static class ClientOperations
{
    public static Operation ToPolicy(this ClientOperation operation) => operation switch
    {
        ClientOperation.Chat or ClientOperation.Responses or ClientOperation.Messages
            or ClientOperation.GenerateContent or ClientOperation.StreamGenerateContent => Operation.Chat,
        ClientOperation.TextCompletion => Operation.TextCompletion,
        ClientOperation.Embeddings or ClientOperation.EmbedContent => Operation.Embeddings,
        ClientOperation.CountMessageTokens or ClientOperation.CountContentTokens => Operation.CountTokens,
        _ => throw new UnreachableException($"{operation} is not asked of a model."),
    };

    /// <summary>The dialect that a client who asks this speaks.</summary>
    public static Dialect Dialect(this ClientOperation operation) => operation switch
    {
        ClientOperation.Responses => Policy.Catalog.Dialect.OpenAIResponses,
        ClientOperation.Messages or ClientOperation.CountMessageTokens => Policy.Catalog.Dialect.AnthropicMessages,
        ClientOperation.GenerateContent or ClientOperation.StreamGenerateContent
            or ClientOperation.CountContentTokens or ClientOperation.EmbedContent => Policy.Catalog.Dialect.GeminiGenerateContent,
        _ => Policy.Catalog.Dialect.OpenAIChat,
    };

    /// <summary>True for operations that a model answers.</summary>
    public static bool AsksModel(this ClientOperation operation) =>
        operation is >= ClientOperation.Chat and <= ClientOperation.EmbedContent;
}
