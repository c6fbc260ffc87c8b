using System.Reflection;
using Fluid;

namespace Godwit.Control.Notices.Texts;

/// <summary>The templates of one kind of message that ship: a subject and a text in each language.</summary>
internal sealed class ShippedTemplates
{
    // Stands between the subject and the text.
    private const string Rule = "\n---\n";

    private readonly Dictionary<string, IFluidTemplate[]> byTag;

    /// <summary>Reads and parses them.</summary>
    /// <param name="place">Where they are embedded: the namespace of their folder.</param>
    public ShippedTemplates(string place) => byTag = NoticeLanguages.All.ToDictionary(
        language => language.Tag,
        language => Read($"{place}.{language.Tag}.liquid").Split(Rule, 2).Select(NoticeTemplates.Parse).ToArray());

    /// <summary>The subject in a language that ships.</summary>
    public IFluidTemplate Subject(NoticeLanguage language) => byTag[language.Tag][0];

    /// <summary>The text in a language that ships.</summary>
    public IFluidTemplate Text(NoticeLanguage language) => byTag[language.Tag][1];

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        return new StreamReader(stream).ReadToEnd();
    }
}
