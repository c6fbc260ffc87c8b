using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>What a client wants embedded, whatever its dialect.</summary>
public sealed class EmbeddingRequest
{
    /// <summary>The client's dialect.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>The client asks in a list, and is answered in one; always so but for Gemini's embedContent.</summary>
    public bool IsBatch { get; init; } = true;

    /// <summary>The texts, one vector for each.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Numbers in each vector; null: as the model has it.</summary>
    public long? Dimensions { get; set; }

    /// <summary>Vectors are wanted as base64 of little-endian floats.</summary>
    public bool Base64 { get; set; }

    /// <summary>Members that have no neutral form; what no writer takes is lost.</summary>
    public List<ExtraMember> Extras { get; } = [];
}
