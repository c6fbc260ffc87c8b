namespace Godwit.Gateway.ClientApi;

/// <summary>What a client asks the gateway for, by method and path.</summary>
internal enum ClientOperation
{
    /// <summary>No such path.</summary>
    None,

    /// <summary>The path exists, the method does not fit.</summary>
    WrongMethod,
    Chat,
    TextCompletion,
    Embeddings,

    /// <summary>OpenAI's Responses.</summary>
    Responses,

    /// <summary>OpenAI's shortening of a conversation.</summary>
    CompactResponse,

    /// <summary>Anthropic's Messages.</summary>
    Messages,

    /// <summary>Anthropic's count of a request's tokens.</summary>
    CountMessageTokens,

    /// <summary>Gemini's generateContent.</summary>
    GenerateContent,

    /// <summary>Gemini's streamGenerateContent.</summary>
    StreamGenerateContent,

    /// <summary>Gemini's countTokens.</summary>
    CountContentTokens,

    /// <summary>Gemini's embedContent.</summary>
    EmbedContent,

    /// <summary>Gemini's batchEmbedContents.</summary>
    BatchEmbedContents,
    ImageGenerations,
    ImageEdits,
    ImageVariations,
    Speech,
    Transcriptions,
    Translations,
    Moderations,
    Rerank,

    /// <summary>OpenAI's Realtime over a WebSocket.</summary>
    Realtime,
    Files,
    Batches,
    Uploads,
    FineTuning,

    /// <summary>OpenAI's Responses over a WebSocket, of which each turn is a request of its own.</summary>
    ResponsesSocket,

    /// <summary>Something about a response that is there already.</summary>
    StoredResponse,
    ListModels,
    GetModel,

    /// <summary>OpenAI's Conversations.</summary>
    Conversations,
    Availability,
    Livez,
    Readyz,
}
