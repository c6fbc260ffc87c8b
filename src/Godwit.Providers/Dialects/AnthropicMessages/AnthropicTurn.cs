using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>A turn of the user or of the assistant.</summary>
internal sealed class AnthropicTurn(bool assistant)
{
    public bool Assistant => assistant;

    /// <summary>Results of tools first.</summary>
    public List<Part> Parts { get; } = [];

    /// <summary>Results of tools among the parts.</summary>
    public int Results { get; set; }
}
