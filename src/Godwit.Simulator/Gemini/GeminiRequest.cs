using System.Text.Json;
using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Gemini;

/// <summary>The fields of a generateContent request that change the answer or its form.</summary>
internal sealed class GeminiRequest : AnswerRequest
{
    public required JsonElement Root { get; init; }

    /// <summary>Thoughts are shown as parts of their own; without, they are only counted.</summary>
    public bool IncludeThoughts { get; init; }

    /// <summary>Calls carry ids and signatures, and the signatures have to come back.</summary>
    public bool Signs { get; init; }
}
