using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>
/// What a client asks of a model, whatever its dialect. A reader fills it; a writer says in another dialect what it can
/// of it, and reports the rest as lost.
/// </summary>
public sealed class GenAIRequest
{
    /// <summary>The client's dialect.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>The client wants the answer as a stream.</summary>
    public bool Stream { get; set; }

    /// <summary>The client wants usage in the stream, where its dialect leaves the choice.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary>The conversation, system messages included, in its order.</summary>
    public List<Message> Messages { get; } = [];

    public List<ToolDefinition> Tools { get; } = [];

    public ToolChoice? ToolChoice { get; set; }

    /// <summary>Several tool calls in one answer; null: as the dialect's default is.</summary>
    public bool? ParallelToolCalls { get; set; }

    public ResponseFormat? ResponseFormat { get; set; }

    public ReasoningRequest? Reasoning { get; set; }

    /// <summary>Most tokens of output, reasoning included.</summary>
    public long? MaxOutputTokens { get; set; }

    public double? Temperature { get; set; }

    public double? TopP { get; set; }

    public long? TopK { get; set; }

    public double? FrequencyPenalty { get; set; }

    public double? PresencePenalty { get; set; }

    public long? Seed { get; set; }

    public IReadOnlyList<string>? Stop { get; set; }

    /// <summary>Number of alternative answers; null: one.</summary>
    public int? Choices { get; set; }

    /// <summary>Probabilities of the output's tokens are wanted.</summary>
    public bool? Logprobs { get; set; }

    /// <summary>Alternatives per token whose probabilities are wanted.</summary>
    public int? TopLogprobs { get; set; }

    /// <summary>The end user, as the client names it to the provider.</summary>
    public string? User { get; set; }

    public string? ServiceTier { get; set; }

    /// <summary>
    /// Members that have no neutral form: of this dialect alone, or unknown. A writer of a dialect that has the like
    /// takes them by name; what nobody takes is lost.
    /// </summary>
    public List<ExtraMember> Extras { get; } = [];

    /// <summary>Where the client wrote each field, for the loss report.</summary>
    public Dictionary<RequestField, string> Paths { get; } = [];

    /// <summary>Notes where the client wrote a field.</summary>
    public void Wrote(RequestField field, string path) => Paths[field] = path;

    /// <summary>Where the client wrote a field; the field's own name when nobody noted it.</summary>
    public string PathOf(RequestField field) => Paths.TryGetValue(field, out var path) ? path : field.ToString();

    /// <summary>Takes a member by name, so that it is not lost; null when the client did not write it.</summary>
    public ExtraMember? Take(string name)
    {
        foreach (var extra in Extras)
        {
            if (extra.Name == name)
            {
                extra.Taken = true;
                return extra;
            }
        }

        return null;
    }
}
