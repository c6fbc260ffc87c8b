using System.Text;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>A part of a stream that has begun and not ended.</summary>
internal sealed record GeminiOpenPart(int Choice, int Index, Part Part)
{
    /// <summary>Pieces of a call's arguments, which Gemini's clients get whole.</summary>
    public StringBuilder Arguments { get; } = new();

    public ReasoningSeal? Seal { get; set; }

    /// <summary>
    /// The last words of a thought, held until it is known whether they end it: a signature goes with words, since
    /// there are clients that pass over one of a part without.
    /// </summary>
    public string Held { get; set; } = "";

    /// <summary>Some words were written.</summary>
    public bool HasWords { get; set; }
}
