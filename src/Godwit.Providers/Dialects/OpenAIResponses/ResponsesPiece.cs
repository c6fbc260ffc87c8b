using System.Text;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>A part of an item, and what has come of it.</summary>
/// <param name="part">What was known when it began.</param>
/// <param name="index">Its place in the item.</param>
internal sealed class ResponsesPiece(Part part, int index)
{
    public Part Part => part;

    public int Index => index;

    public StringBuilder Text { get; } = new();

    public List<Citation> Citations { get; } = [];

    public ReasoningSeal? Seal { get; set; } = part switch
    {
        ReasoningPart reasoning => reasoning.Seal,
        ToolCallPart call => call.Seal,
        _ => null,
    };

    public bool Ended { get; set; }
}
