using System.ComponentModel;
using System.Text.Json.Serialization;
using Godwit.Policy.Configuration;

namespace Godwit.Policy.Catalog;

/// <summary>A model of a provider.</summary>
public sealed record CatalogModel : CatalogFact
{
    public required string Name { get; init; }

    public IReadOnlyList<Operation> Operations { get; set; } = [Operation.Chat];

    [Description("Most input and output tokens together.")]
    public int? ContextTokens { get; init; }

    public int? MaxOutputTokens { get; init; }

    public IReadOnlyList<Ability> Abilities { get; set; } = [];

    [Description("The vocabulary that text is counted by, where the model's maker publishes it.")]
    public CatalogTokenizer? Tokenizer { get; init; }

    [Description("What a picture comes to as input. Absent: not known; a limit counts it as all that the model takes.")]
    public CatalogPictures? Pictures { get; init; }

    public IReadOnlyList<CatalogPrice> Prices { get; set; } = [];

    [Description("How reasoning is asked of it, where models of the provider differ in that.")]
    public ReasoningForm? ReasoningForm { get; init; }

    [Description("Day the provider stops serving it.")]
    public DateOnly? ShutdownDate { get; init; }
}

/// <summary>How reasoning is asked of a model.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ReasoningForm>))]
public enum ReasoningForm
{
    /// <summary>A budget of tokens.</summary>
    Budget,

    /// <summary>An effort; the model decides how much it is.</summary>
    Adaptive,
}

/// <summary>What a model can do.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Ability>))]
public enum Ability
{
    Tools,
    ParallelTools,
    JsonObject,
    JsonSchema,
    Vision,
    Audio,
    Reasoning,
    AssistantPrefill,
    Caching,
}

/// <summary>How an error of the provider is recognised and what it means.</summary>
public sealed record CatalogError : CatalogFact
{
    [Description("HTTP status; absent: any.")]
    public int? Status { get; init; }

    [Description("Value of error.code, * for any characters; absent: any.")]
    public string? Code { get; init; }

    [Description("Value of error.type; absent: any.")]
    public string? Type { get; init; }

    [Description("Value of type beside error, empty for a body without one; absent: any.")]
    public string? OuterType { get; init; }

    [Description("Text the message must contain; absent: any.")]
    public string? MessageContains { get; init; }

    public required FailureClass Meaning { get; init; }
}

/// <summary>What a provider's failure means for what comes next.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<FailureClass>))]
public enum FailureClass
{
    /// <summary>Nothing was recognised; the status decides.</summary>
    Other,

    /// <summary>The request itself is wrong: no other target would take it.</summary>
    BadRequest,
    NotFound,
    Auth,
    RateLimit,

    /// <summary>A quota of the account is used up.</summary>
    Quota,

    /// <summary>The account has no money.</summary>
    Balance,
    ContentFilter,
    ContextLength,

    /// <summary>The provider does not serve the place the request came from.</summary>
    RegionRefusal,
    Overloaded,
    ServerError,

    /// <summary>No connection, or it broke before the answer began.</summary>
    Connection,
    Timeout,
}

/// <summary>What is known of the provider's fine-tuning.</summary>
public sealed record CatalogFineTuning : CatalogFact
{
    public required string Status { get; init; }

    [Description("Name of the training data's format.")]
    public string? Format { get; init; }
}
