using System.Text;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>A part of an answer while it is written to a client as a block.</summary>
internal sealed class AnthropicShownBlock
{
    // One piece as a rule, which is written before the next one comes.
    private string held = "";
    private StringBuilder? more;
    private List<Citation>? citations;

    public AnthropicShownBlock(int index, Part part)
    {
        (Index, Part) = (index, part);
        switch (part)
        {
            case TextPart text:
                held = text.Text;
                citations = text.Citations is { } known ? [.. known] : null;
                break;
            case ReasoningPart reasoning:
                held = reasoning.Text;
                Seal = reasoning.Seal;
                break;
            case ToolCallPart call:
                held = call.Arguments;
                Seal = call.Seal;
                break;
        }
    }

    /// <summary>Index of the part.</summary>
    public int Index { get; }

    public Part Part { get; }

    /// <summary>Index of the block towards the client; -1 while none is begun.</summary>
    public int Shown { get; set; } = -1;

    public bool Ended { get; set; }

    /// <summary>It can go on in a further block when another part begins; a call's arguments can't.</summary>
    public bool GivesWay => !Ended && (Part is TextPart or ReasoningPart);

    /// <summary>The client asked not to see the words.</summary>
    public bool HidesText { get; init; }

    public ReasoningSeal? Seal { get; set; }

    public bool HasHeld => held.Length > 0;

    public bool HasCitations => citations is { Count: > 0 };

    public void Append(string text)
    {
        if (HidesText)
        {
            return;
        }

        if (HasHeld)
        {
            (more ??= new StringBuilder(held)).Append(text);
        }
        else
        {
            held = text;
        }
    }

    public void Cite(Citation citation) => (citations ??= []).Add(citation);

    /// <summary>The words that are to be written, which are then no longer held.</summary>
    public string Take()
    {
        var text = more?.ToString() ?? held;
        (held, more) = ("", null);
        return text;
    }

    /// <summary>The citations that are to be written, which are then no longer held.</summary>
    public IReadOnlyList<Citation> TakeCitations()
    {
        var all = citations ?? [];
        citations = null;
        return all;
    }
}
