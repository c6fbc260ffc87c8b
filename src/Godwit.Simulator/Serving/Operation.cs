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
    Converse,
    ConverseStream,

    /// <summary>The one operation of a door that only its maker has.</summary>
    NativeChat,
    Files,
    FileContent,
    Batches,
    BatchCancel,
    FineTuningJobs,
    ImagesGenerations,
    ImagesEdits,
    ImagesVariations,
    Speech,
    Transcription,
    Moderations,
    Rerank,
    Realtime,
}
