using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Messages;

/// <summary>The fields of an Anthropic Messages request that change the answer or its form.</summary>
internal sealed class MessagesRequest : AnswerRequest
{
    public required JsonElement Root { get; init; }

    public bool Stream { get; init; }

    /// <summary>The thoughts are shown; without, only their signature is.</summary>
    public bool ShowThoughts { get; init; }

    /// <summary>The prompt, cut where caching may cut it.</summary>
    public required IReadOnlyList<CacheUnit> Units { get; init; }

    /// <summary>Documents whose passages are to be cited.</summary>
    public required IReadOnlyList<CitedDocument> Documents { get; init; }
}
