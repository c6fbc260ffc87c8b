namespace Godwit.Simulator.Messages;

/// <summary>A document with citations switched on.</summary>
/// <param name="Index">Its number among all documents of the request.</param>
/// <param name="Title">Its title; null when it has none.</param>
/// <param name="Text">Its text; empty when it is not given as text.</param>
/// <param name="Form">How places in it are named: <c>char_location</c>, <c>page_location</c>,
/// <c>content_block_location</c>.</param>
internal sealed record CitedDocument(int Index, string? Title, string Text, string Form)
{
    private const int LongestPassage = 160;

    /// <summary>The passage that is cited: the first sentence.</summary>
    public string Passage
    {
        get
        {
            int end = Text.AsSpan().IndexOfAny(".!?。\n");
            string passage = end < 0 ? Text : Text[..(end + 1)];
            return passage.Length <= LongestPassage ? passage : passage[..LongestPassage];
        }
    }
}
