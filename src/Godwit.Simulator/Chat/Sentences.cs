using System.Text;
using Godwit.Simulator.Text;

namespace Godwit.Simulator.Chat;

/// <summary>Makes the text of an answer. It always says that it is simulated, and by whom.</summary>
internal static class Sentences
{
    private const int LongestQuote = 240;

    private static readonly string[] Fillers =
    [
        "A real model would think about this; I only follow my seed.",
        "The same request with the same seed gives these words again.",
        "Nothing here was learned, so take no advice from it.",
        "What counts is that the answer has the right shape and arrives in the right order.",
        "Tokens are counted by a simple rule that the documentation explains.",
        "Ask again with another seed and the sentences change places.",
        "Every character of this text was made on this machine.",
        "This sentence is here to give the answer a believable length.",
    ];

    /// <summary>The answer to a question, to images, or to the results of tools.</summary>
    public static string Answer(
        string provider, string model, Conversation conversation, int choice, ref DeterministicSource source)
    {
        StringBuilder text = new();
        text.Append("This is a simulated answer by provider ").Append(provider)
            .Append(", model ").Append(model).Append('.');
        if (choice > 0)
        {
            text.Append(" It is alternative ").Append(choice + 1).Append('.');
        }

        AppendImages(text, conversation.Images);
        if (conversation.ToolResults.Count > 0)
        {
            AppendToolResults(text, conversation.ToolResults);
        }
        else if (conversation.LastUserText.Length > 0)
        {
            text.Append(" You asked: “").Append(Shorten(conversation.LastUserText)).Append("”.");
        }

        return AppendFillers(text, ref source).ToString();
    }

    /// <summary>What a model says that chooses tools by itself.</summary>
    public static string BeforeTools(string provider, IReadOnlyList<ToolCall> calls) =>
        $"Simulated provider {provider} calls {string.Join(", ", calls.Select(call => call.Name).Distinct())}.";

    /// <summary>The continuation of a prompt, for the older completions operation.</summary>
    public static string Continuation(string provider, string model, ref DeterministicSource source) =>
        AppendFillers(new StringBuilder($" … continued by simulated provider {provider}, model {model}."), ref source)
            .ToString();

    /// <summary>A text of exactly so many tokens, cut or made longer.</summary>
    public static string OfLength(string text, int tokens, ref DeterministicSource source)
    {
        StringBuilder longer = new(text);
        for (int have = TokenRule.Count(text); have < tokens; have = TokenRule.Count(longer.ToString()))
        {
            longer.Append(' ').Append(Fillers[source.Next(Fillers.Length)]);
        }

        string whole = longer.ToString();
        return whole[..TokenRule.LengthOf(whole, tokens)];
    }

    private static void AppendImages(StringBuilder text, IReadOnlyList<ImagePart> images)
    {
        AppendSeen(text, [.. images.Where(image => !image.IsDocument)], " I was shown ", "image");
        AppendSeen(text, [.. images.Where(image => image.IsDocument)], " I was given ", "document");
    }

    private static void AppendSeen(StringBuilder text, List<ImagePart> seen, string verb, string noun)
    {
        if (seen.Count > 0)
        {
            text.Append(verb).Append(seen.Count).Append(' ').Append(noun).Append(seen.Count == 1 ? ": " : "s: ")
                .AppendJoin("; ", seen.Select(image => image.Description)).Append('.');
        }
    }

    private static void AppendToolResults(StringBuilder text, IReadOnlyList<string> results) =>
        text.Append(results.Count == 1 ? " The tool says: “" : " The tools say: “")
            .AppendJoin("”, “", results.Select(Shorten)).Append("”.");

    private static StringBuilder AppendFillers(StringBuilder text, ref DeterministicSource source)
    {
        int first = source.Next(Fillers.Length);
        int count = 1 + source.Next(3);
        for (int i = 0; i < count; i++)
        {
            text.Append(' ').Append(Fillers[(first + i) % Fillers.Length]);
        }

        return text;
    }

    private static string Shorten(string text)
    {
        if (text.Length <= LongestQuote)
        {
            return text;
        }

        int cut = char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return string.Concat(text.AsSpan(0, cut), "…");
    }
}
