using Fluid;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Notices.Texts;

/// <summary>The templates of notices that ship, and the check of those that operators write.</summary>
internal static class NoticeTemplates
{
    private static readonly FluidParser Parser = new();

    /// <summary>Those that ship.</summary>
    public static ShippedTemplates Shipped { get; } = new("Godwit.Control.Notices.Texts.Templates");

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
}
