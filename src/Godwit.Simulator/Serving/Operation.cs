namespace Godwit.Simulator.Serving;

/// <summary>What a path asks for.</summary>
internal enum Operation
{
    Unknown,
    Chat,
    Completions,
    Embeddings,
    Models,
    Model,
    Messages,
    MessagesCountTokens,
    Responses,
    ResponsesSocket,
    ResponsesInputTokens,
    ResponsesCompact,
    Response,
    ResponseInputItems,
    ResponseCancel,
    GenerateContent,
    StreamGenerateContent,
    CountTokens,
    EmbedContent,
    BatchEmbedContents,
}
