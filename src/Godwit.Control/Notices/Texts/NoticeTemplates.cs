using System.Reflection;
using Fluid;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices.Texts;

/// <summary>The templates that ship, and the check of those that operators write.</summary>
internal static class NoticeTemplates
{
    private static readonly FluidParser Parser = new();

    // Stands between the subject and the text.
    private const string Rule = "\n---\n";

    private static readonly Dictionary<string, IFluidTemplate[]> Shipped = NoticeLanguages.All.ToDictionary(
        language => language.Tag, language => ReadShipped(language.Tag).Split(Rule, 2).Select(Parse).ToArray());

    /// <summary>The subject in a language that ships.</summary>
    public static IFluidTemplate Subject(NoticeLanguage language) => Shipped[language.Tag][0];

    /// <summary>The text in a language that ships.</summary>
    public static IFluidTemplate Text(NoticeLanguage language) => Shipped[language.Tag][1];

    /// <summary>The template of a text that was checked.</summary>
    public static IFluidTemplate Parse(string text) => Parser.Parse(text);

    /// <summary>What is wrong with a text, in one line; null when it is a template.</summary>
    public static string? Check(string text) =>
        Parser.TryParse(text, out _, out var error) ? null : PlainText.Line(error.Split('\n')[0]);

    /// <summary>The own texts of a plan for a language, as near as there are any.</summary>
    public static NoticeTemplateConfig? Own(NoticePlanConfig plan, string? tag) => NoticeLanguages.Prefixes(tag)
        .Select(prefix => plan.Templates?.FirstOrDefault(
            own => string.Equals(own.Key, prefix, StringComparison.OrdinalIgnoreCase)).Value)
        .FirstOrDefault(own => own is not null);

    private static string ReadShipped(string tag)
    {
        var name = $"Godwit.Control.Notices.Texts.Templates.{tag}.liquid";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        return new StreamReader(stream).ReadToEnd();
    }
}
