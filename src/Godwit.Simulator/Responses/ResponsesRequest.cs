using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Responses;

/// <summary>The fields of an OpenAI Responses request that change the answer or its form.</summary>
internal sealed class ResponsesRequest : AnswerRequest
{
    /// <summary>The body; it outlives the request, because a stored response repeats its fields.</summary>
    public required JsonElement Root { get; init; }

    /// <summary>The items of this request, each with an id.</summary>
    public required IReadOnlyList<JsonElement> Input { get; init; }

    /// <summary>The items of the responses before, then those of this request.</summary>
    public required IReadOnlyList<JsonElement> History { get; set; }

    public bool Stream { get; init; }

    public bool Store { get; init; }

    public bool Background { get; init; }

    /// <summary>Nothing is generated: the request only warms the connection.</summary>
    public bool WarmUp { get; init; }

    public string? PreviousId { get; init; }

    /// <summary>A summary of the reasoning is wanted.</summary>
    public bool Summary { get; init; }

    /// <summary>The reasoning is wanted in the form that only the provider reads.</summary>
    public bool Encrypted { get; init; }

    public bool Obfuscation { get; init; } = true;
}
