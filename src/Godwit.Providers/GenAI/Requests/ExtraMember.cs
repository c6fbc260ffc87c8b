using System.Text.Json;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>A member of a request that has no neutral form.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Where the client wrote it.</param>
/// <param name="Value">Its value; valid as long as the body is.</param>
public sealed record ExtraMember(string Name, string Path, JsonElement Value)
{
    /// <summary>What it asks for is so whatever the provider does: it is never lost.</summary>
    public bool Satisfied { get; init; }

    /// <summary>What it names stands in the request by now: no writer says the name itself.</summary>
    public bool SpelledOut { get; set; }

    /// <summary>A writer has said it in its own dialect.</summary>
    public bool Taken { get; set; }
}
