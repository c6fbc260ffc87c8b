using Godwit.Policy.Catalog;
using Microsoft.ML.Tokenizers;

namespace Godwit.Providers.Tokens;

/// <summary>The vocabularies that are published, each loaded once, when it is first needed.</summary>
public static class Vocabularies
{
    /// <summary>No token of theirs stands for more bytes: runs of spaces and of dashes are the longest.</summary>
    public const int LongestToken = 128;

    private static readonly Lazy<TextCounter> Cl100kBase = new(() => Load("cl100k_base"));
    private static readonly Lazy<TextCounter> O200kBase = new(() => Load("o200k_base"));
    private static readonly bool[] Loading = new bool[Enum.GetValues<Vocabulary>().Length];

    /// <summary>The counter of a vocabulary. The first call takes half a second: not on the request's thread.</summary>
    public static TextCounter Of(Vocabulary vocabulary) => Lazily(vocabulary).Value;

    /// <summary>The counter, if it is loaded; null while it is not.</summary>
    public static TextCounter? IfLoaded(Vocabulary vocabulary) =>
        Lazily(vocabulary) is { IsValueCreated: true } loaded ? loaded.Value : null;

    /// <summary>The counter, if it is loaded; else null, and loading it has begun.</summary>
    public static TextCounter? AtHand(Vocabulary vocabulary)
    {
        var counter = IfLoaded(vocabulary);
        if (counter is null && !Interlocked.Exchange(ref Loading[(int)vocabulary], true))
            _ = Task.Run(() => Of(vocabulary));
        return counter;
    }

    private static Lazy<TextCounter> Lazily(Vocabulary vocabulary) =>
        vocabulary == Vocabulary.Cl100kBase ? Cl100kBase : O200kBase;

    private static TextCounter Load(string encoding) => new(TiktokenTokenizer.CreateForEncoding(encoding));
}
