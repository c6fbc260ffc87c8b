using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>How a model's text is cut into tokens, where its maker publishes that.</summary>
public sealed record CatalogTokenizer : CatalogFact
{
    public required Vocabulary Vocabulary { get; init; }
}

/// <summary>A published vocabulary, by which text can be counted.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Vocabulary>))]
public enum Vocabulary
{
    /// <summary>OpenAI's of 100,000 tokens.</summary>
    Cl100kBase,

    /// <summary>OpenAI's of 200,000 tokens.</summary>
    O200kBase,
}
