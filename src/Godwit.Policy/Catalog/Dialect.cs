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
}

/// <summary>What a client asks a model for; names as in <c>gen_ai.operation.name</c>.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Operation>))]
public enum Operation
{
    Chat,

    /// <summary>The older completions of plain text.</summary>
    TextCompletion,
    Embeddings,
}
