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
    ListModels,
    GetModel,
    Availability,
    Livez,
    Readyz,
}
