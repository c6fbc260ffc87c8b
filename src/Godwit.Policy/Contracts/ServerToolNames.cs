using System.Buffers;
using System.Text;

namespace Godwit.Policy.Contracts;

/// <summary>
/// Names of tools that providers run themselves, as usage, prices and records have them. A tool that is not known keeps
/// the name that its provider gives it.
/// </summary>
public static class ServerToolNames
{
    /// <summary>Whatever has a name that nobody can keep, or is one kind too many.</summary>
    public const string Other = "other";

    public const string WebSearch = "web_search";
    public const string FileSearch = "file_search";
    public const string CodeInterpreter = "code_interpreter";
    public const string ImageGeneration = "image_generation";

    /// <summary>Sources that a search was billed by; of those who do not count the searches.</summary>
    public const string Sources = "search_sources";

    /// <summary>A longer name is none.</summary>
    public const int Longest = 32;

    /// <summary>What a name may be, for messages.</summary>
    public const string Accepted = "1 to 32 of a to z, 0 to 9 and _";

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] Known =
    [
        WebSearch, "web_fetch", FileSearch, CodeInterpreter, "code_execution", ImageGeneration, "x_search", "mcp",
        "collections_search", "attachment_search", "document_search", "url_context", "google_maps", "tool_search",
        Sources, Other,
    ];

    /// <summary>The name of a tool by its bytes: one of the known ones without allocating.</summary>
    public static string Of(ReadOnlySpan<byte> name)
    {
        foreach (var known in Known)
        {
            if (Ascii.Equals(name, known))
                return known;
        }

        if (name.Length > Longest)
            return Other;
        Span<char> text = stackalloc char[Longest];
        for (var i = 0; i < name.Length; i++)
            text[i] = (char)name[i];
        return IsLegal(text[..name.Length]) ? new string(text[..name.Length]) : Other;
    }

    /// <summary>Whether a tool may be called so.</summary>
    public static bool IsLegal(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= Longest && !name.ContainsAnyExcept(Letters);
}
