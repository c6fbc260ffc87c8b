using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;

namespace Godwit.Control.Notices.Texts;

/// <summary>Fills the templates of a message: its subject, its text, and the HTML that says the same.</summary>
internal static class TemplateRenderer
{
    // A template that an operator wrote wrongly must not hold a worker up.
    private const int MostSteps = 100_000;

    private const int MostCharacters = 1000;

    private static readonly TemplateOptions Options = CreateOptions();

    /// <summary>The message.</summary>
    /// <param name="subject">Its subject.</param>
    /// <param name="text">Its text.</param>
    /// <param name="values">What stands in them.</param>
    /// <param name="language">What they are written in.</param>
    public static NoticeText Render(
        IFluidTemplate subject, IFluidTemplate text, IReadOnlyDictionary<string, FluidValue> values,
        NoticeLanguage language)
    {
        var head = PlainText.Header(Fill(subject, Context(values, language, html: false), NullEncoder.Default));
        var plain = Fill(text, Context(values, language, html: false), NullEncoder.Default);
        var html = Fill(text, Context(values, language, html: true), HtmlEncoder.Default);
        return new NoticeText(
            language.Tag, head, plain, NoticeHtml.Page(head, html, language.Tag, language.RightToLeft));
    }

    /// <summary>A value of one harmless line.</summary>
    public static FluidValue Text(string value) => new StringValue(PlainText.Line(value, MostCharacters));

    public static FluidValue List(IEnumerable<FluidValue> values) => new ArrayValue([.. values]);

    private static string Fill(IFluidTemplate template, TemplateContext context, TextEncoder encoder) =>
        template.Render(context, encoder).Replace("\r", "", StringComparison.Ordinal).Trim() + "\n";

    private static TemplateContext Context(
        IReadOnlyDictionary<string, FluidValue> values, NoticeLanguage language, bool html)
    {
        var context = new TemplateContext(Options);
        TemplateFilters.Describe(context, html, language.RightToLeft);
        foreach (var (name, value) in values)
            context.SetValue(name, value);
        return context;
    }

    private static TemplateOptions CreateOptions()
    {
        var options = new TemplateOptions { MaxSteps = MostSteps };
        TemplateFilters.AddTo(options);
        return options;
    }
}
