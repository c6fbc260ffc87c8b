using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects;

/// <summary>What a writer of answers needs to know beside the answer.</summary>
public sealed record AnswerContext
{
    /// <summary>Godwit's id of the request; answers get ids made of it where the provider's can't be shown.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>The answer's id, where the client can ask for it again; null: made of the request's id.</summary>
    public string? AnswerId { get; init; }

    /// <summary>When the request began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The model name that the client asked for; answers name it, as the provider's own would.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// The client reads a stream as one JSON list instead of events: Gemini's without <c>alt=sse</c>. Its content type
    /// is <c>application/json</c>.
    /// </summary>
    public bool StreamIsArray { get; init; }

    /// <summary>The request that is answered.</summary>
    public required GenAIRequest Request { get; init; }

    /// <summary>The dialect the answer was read from.</summary>
    public required Dialect Provider { get; init; }

    /// <summary>Where losses of the answer go, with paths that begin with <c>answer:</c>.</summary>
    public required LossReport Losses { get; init; }
}

/// <summary>What a writer of requests needs to know beside the request.</summary>
public sealed record ProviderContext
{
    /// <summary>The provider's own name for the model.</summary>
    public required string Model { get; init; }

    /// <summary>The provider is asked for a stream; the client may have asked otherwise.</summary>
    public required bool Stream { get; init; }

    /// <summary>What the catalog knows of the model; null when nothing.</summary>
    public CatalogModel? Facts { get; init; }

    /// <summary>What the catalog knows of the provider; null when nothing.</summary>
    public CatalogProvider? Catalog { get; init; }

    /// <summary>The provider answers <c>stream_options.include_usage</c>.</summary>
    public bool StreamUsageOption { get; init; } = true;

    /// <summary>Where losses go.</summary>
    public required LossReport Losses { get; init; }
}

/// <summary>An error for a client, before it is written in its dialect.</summary>
/// <param name="Status">HTTP status that goes with it.</param>
/// <param name="Type">OpenAI's coarse kind, e.g. <c>invalid_request_error</c>; other dialects have their own by the
/// status.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Param">The field at fault.</param>
/// <param name="Message">What is wrong, for people.</param>
public readonly record struct ClientError(int Status, string Type, string? Code, string? Param, string Message)
{
    /// <summary>Godwit's id of the request, where the dialect shows one.</summary>
    public string? RequestId { get; init; }
}
