using System.Diagnostics;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.ClientApi;

/// <summary>From what a client asks of the gateway to what a model is asked for, and in which dialect.</summary>
internal static class ClientOperations
{
    public static Operation ToPolicy(this ClientOperation operation) => operation switch
    {
        ClientOperation.Chat or ClientOperation.Responses or ClientOperation.CompactResponse
            or ClientOperation.Messages
            or ClientOperation.GenerateContent or ClientOperation.StreamGenerateContent => Operation.Chat,
        ClientOperation.TextCompletion => Operation.TextCompletion,
        ClientOperation.Embeddings or ClientOperation.EmbedContent or ClientOperation.BatchEmbedContents =>
            Operation.Embeddings,
        ClientOperation.CountMessageTokens or ClientOperation.CountContentTokens => Operation.CountTokens,
        ClientOperation.ImageGenerations => Operation.ImageGeneration,
        ClientOperation.ImageEdits => Operation.ImageEdit,
        ClientOperation.ImageVariations => Operation.ImageVariation,
        ClientOperation.Speech => Operation.Speech,
        ClientOperation.Transcriptions => Operation.Transcription,
        ClientOperation.Translations => Operation.Translation,
        ClientOperation.Moderations => Operation.Moderation,
        ClientOperation.Rerank => Operation.Rerank,
        ClientOperation.Realtime => Operation.Realtime,
        ClientOperation.Files => Operation.Files,
        ClientOperation.Uploads => Operation.Uploads,
        ClientOperation.Batches => Operation.Batches,
        ClientOperation.FineTuning => Operation.FineTuning,
        ClientOperation.StoredResponse => Operation.StoredResponse,
        _ => throw new UnreachableException($"{operation} is not asked of a model."),
    };

    /// <summary>The dialect that a client who asks this speaks.</summary>
    public static Dialect Dialect(this ClientOperation operation) => operation switch
    {
        ClientOperation.Responses or ClientOperation.CompactResponse or ClientOperation.StoredResponse
            or ClientOperation.ResponsesSocket or ClientOperation.Conversations =>
            Policy.Catalog.Dialect.OpenAIResponses,
        ClientOperation.Messages or ClientOperation.CountMessageTokens => Policy.Catalog.Dialect.AnthropicMessages,
        ClientOperation.GenerateContent or ClientOperation.StreamGenerateContent
            or ClientOperation.CountContentTokens or ClientOperation.EmbedContent
            or ClientOperation.BatchEmbedContents =>
            Policy.Catalog.Dialect.GeminiGenerateContent,
        _ => Policy.Catalog.Dialect.OpenAIChat,
    };

    /// <summary>True for operations that a model answers.</summary>
    public static bool AsksModel(this ClientOperation operation) =>
        operation is >= ClientOperation.Chat and <= ClientOperation.Rerank;

    /// <summary>True for operations on what providers make and keep: each is decided about and recorded.</summary>
    public static bool AsksProvider(this ClientOperation operation) =>
        operation is >= ClientOperation.Chat and <= ClientOperation.StoredResponse;

    /// <summary>True for operations on what a provider keeps.</summary>
    public static bool IsKept(this ClientOperation operation) =>
        operation is >= ClientOperation.Files and <= ClientOperation.FineTuning;

    /// <summary>True for operations whose answer is no chat: a picture, sound, a judgement.</summary>
    public static bool IsMedia(this ClientOperation operation) =>
        operation is >= ClientOperation.ImageGenerations and <= ClientOperation.Rerank;

    /// <summary>True for operations that may be asked with a form instead of JSON.</summary>
    public static bool TakesForm(this ClientOperation operation) => operation is ClientOperation.ImageEdits
        or ClientOperation.ImageVariations or ClientOperation.Transcriptions or ClientOperation.Translations;

    /// <summary>True for operations of which OpenAI lets a client leave the model out.</summary>
    public static bool MayLeaveModelOut(this ClientOperation operation) => operation is ClientOperation.Moderations
        or ClientOperation.ImageGenerations or ClientOperation.ImageEdits or ClientOperation.ImageVariations;
}
