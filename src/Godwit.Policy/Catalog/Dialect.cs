using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>A wire format.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Dialect>))]
public enum Dialect
{
    /// <summary>OpenAI's chat completions and what goes with it.</summary>
    [JsonStringEnumMemberName("openai_chat")]
    OpenAIChat,

    /// <summary>OpenAI's Responses, and Open Responses.</summary>
    [JsonStringEnumMemberName("openai_responses")]
    OpenAIResponses,

    AnthropicMessages,

    GeminiGenerateContent,

    /// <summary>Amazon Bedrock's Converse; spoken by providers only.</summary>
    BedrockConverse,

    /// <summary>Tencent Cloud's ChatCompletions action; spoken by providers only.</summary>
    TencentNative,

    /// <summary>SenseNova's own door; spoken by providers only.</summary>
    [JsonStringEnumMemberName("sensenova_native")]
    SenseNovaNative,

    /// <summary>Alibaba Model Studio's own door; spoken by providers only.</summary>
    [JsonStringEnumMemberName("dashscope_native")]
    DashScopeNative,
}

/// <summary>What a client asks a model for; names as in <c>gen_ai.operation.name</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Operation>))]
public enum Operation
{
    Chat,

    /// <summary>The older completions of plain text.</summary>
    TextCompletion,
    Embeddings,

    /// <summary>How many tokens a request would have, without an answer.</summary>
    CountTokens,

    ImageGeneration,

    /// <summary>Images made from images and words.</summary>
    ImageEdit,
    ImageVariation,

    /// <summary>Words to sound.</summary>
    Speech,

    /// <summary>Sound to words of the same language.</summary>
    Transcription,

    /// <summary>Sound to English words.</summary>
    Translation,
    Moderation,

    /// <summary>Documents put in order of how well they answer a question.</summary>
    Rerank,

    /// <summary>A session over a WebSocket.</summary>
    Realtime,

    /// <summary>Files kept at the provider. No model is asked.</summary>
    Files,

    /// <summary>Jobs of many requests. The models are named in the file they are made from.</summary>
    Batches,

    /// <summary>Jobs that train a model.</summary>
    FineTuning,

    /// <summary>Files that come in parts.</summary>
    Uploads,

    /// <summary>A response that is there already is told, deleted or cancelled. No model is asked.</summary>
    StoredResponse,
}
