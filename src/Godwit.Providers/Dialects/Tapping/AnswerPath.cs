using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.Tapping;

/// <summary>
/// Follows the members of a plain answer that its look asks for, from one at the top downwards: each container that
/// leads to one has a place of the look's, and everything else has none and is passed over.
/// </summary>
internal sealed class AnswerPath
{
    // The answer itself, a list at its top, an item of the list, and three more.
    private const int Deepest = 6;
    private const int ItemDepth = 3;

    private readonly int[] places = new int[Deepest + 1];
    private readonly bool[] lists = new bool[Deepest + 1];
    private readonly byte[] word = new byte[SearchQueries.LooksAt];
    private int next;
    private bool isValue;
    private long length;

    /// <summary>What stands at this depth leads somewhere.</summary>
    public bool Follows(int depth) => depth is > 1 and <= Deepest && places[depth] != 0;

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        Array.Clear(places);
        next = 0;
    }

    /// <summary>A member at the top begins.</summary>
    public void Top(int place, TappedAnswer answer) => (next, answer.Item) = (place, default);

    /// <summary>A container begins, at a depth.</summary>
    public void Open(int depth, bool isList, AnswerLook look)
    {
        if (depth is > 1 and <= Deepest)
        {
            // A member is a list where its look says so, and the items of a list are objects: anything else is not it.
            var isItem = depth > 2 && lists[depth - 1];
            var leads = (depth == 2 || Follows(depth - 1)) && isList == (!isItem && look.IsList(next));
            (places[depth], lists[depth]) = (leads ? next : 0, isList);
            (next, isValue) = (isList ? places[depth] : 0, false);
        }
    }

    /// <summary>The container at a depth ends.</summary>
    public void Close(int depth, AnswerLook look, TappedAnswer answer)
    {
        if (Follows(depth))
        {
            if (depth == ItemDepth && lists[depth - 1] && !lists[depth])
                look.EndItem(answer);
            places[depth] = 0;
        }

        if (Follows(depth - 1))
            next = lists[depth - 1] ? places[depth - 1] : 0;
    }

    /// <summary>A colon or a comma inside of what is followed.</summary>
    public void Separate(bool isColon) => isValue = isColon;

    /// <summary>A text begins inside of what is followed.</summary>
    public void BeginText() => length = 0;

    /// <summary>A piece of the text.</summary>
    public void Note(ReadOnlySpan<byte> piece)
    {
        if (length < word.Length)
            piece[..Math.Min(piece.Length, word.Length - (int)length)].CopyTo(word.AsSpan((int)length));
        length += piece.Length;
    }

    /// <summary>The text ends.</summary>
    public void EndText(int depth, AnswerLook look, TappedAnswer answer)
    {
        var text = word.AsSpan(0, (int)Math.Min(length, word.Length));
        if (lists[depth] || isValue)
        {
            if (next != 0 && lists[depth] == look.IsList(next))
                look.TakeText(next, text, length, answer);
        }
        else
        {
            next = length <= word.Length ? look.Place(places[depth], text) : 0;
        }
    }
}
