using System.Diagnostics.CodeAnalysis;
using Godwit.Policy.Catalog;

namespace Godwit.Providers.GenAI.Requests;

/// <summary>
/// Bytes by which a provider recognises its own reasoning when it comes back with the conversation. Nobody else can use
/// them: sent to another provider they are an error, so they carry their origin.
/// </summary>
/// <param name="Origin">The dialect of the provider that made it.</param>
/// <param name="Value">Its text.</param>
/// <param name="Closed">The whole reasoning, encrypted, instead of a signature of words that stand beside it.</param>
public sealed record ReasoningSeal(Dialect Origin, string Value, bool Closed = false)
{
    private const string Mark = "gdw1.";
    private static readonly string[] Letters = ["c", "r", "a", "g", "b", "t", "s", "d"];

    /// <summary>The text for a client: as it is for its own dialect, with its origin before it for others.</summary>
    public string For(Dialect client) => client == Origin ? Value : $"{Mark}{Letters[(int)Origin]}.{Value}";

    /// <summary>Reads what a client sent back.</summary>
    /// <param name="text">The text.</param>
    /// <param name="client">The client's dialect, from which it is when it has no mark.</param>
    /// <param name="closed">It is the reasoning itself.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static ReasoningSeal? Parse(string? text, Dialect client, bool closed = false)
    {
        if (text is null)
        {
            return null;
        }

        var letter = text.StartsWith(Mark, StringComparison.Ordinal) && text.Length > Mark.Length + 2
            ? Array.IndexOf(Letters, text.Substring(Mark.Length, 1)) : -1;
        return letter < 0 ? new(client, text, closed) : new((Dialect)letter, text[(Mark.Length + 2)..], closed);
    }
}
