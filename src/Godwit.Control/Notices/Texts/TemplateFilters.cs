using System.Text.Encodings.Web;
using Fluid;
using Fluid.Values;

namespace Godwit.Control.Notices.Texts;

/// <summary>
/// The filters of notice templates: they keep a value's direction apart, and make links of addresses.
/// </summary>
internal static class TemplateFilters
{
    private const string HtmlKey = "html";
    private const string RightToLeftKey = "rtl";

    /// <summary>Adds them, and takes away the one that would let values through as markup.</summary>
    public static void AddTo(TemplateOptions options)
    {
        // A direction of its own, found from the value.
        options.Filters.AddFilter("isolate", (value, _, context) => Wrap(value, context, '\u2068', "<bdi>"));
        // From left to right whatever stands around: addresses, codes, model names.
        options.Filters.AddFilter("ltr", (value, _, context) => Wrap(value, context, '\u2066', "<bdi dir=\"ltr\">"));
        options.Filters.AddFilter("link", (value, _, context) => Link(value, context));
        options.Filters.AddFilter("raw", (value, _, _) => value);
    }

    /// <summary>Says what a rendering is for.</summary>
    public static void Describe(TemplateContext context, bool html, bool rightToLeft)
    {
        context.AmbientValues[HtmlKey] = html;
        context.AmbientValues[RightToLeftKey] = rightToLeft;
    }

    private static StringValue Link(FluidValue value, TemplateContext context)
    {
        var text = value.ToStringValue();
        if (!Is(context, HtmlKey) || Target(text) is not { } target)
            return Wrap(value, context, '\u2066', "<bdi dir=\"ltr\">");
        var encode = HtmlEncoder.Default;
        return new StringValue($"<a dir=\"ltr\" href=\"{encode.Encode(target)}\">{encode.Encode(text)}</a>", false);
    }

    private static string? Target(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsoluteUri
        : text.Contains('@', StringComparison.Ordinal) ? "mailto:" + Uri.EscapeDataString(text).Replace("%40", "@")
        : null;

    private static StringValue Wrap(FluidValue value, TemplateContext context, char mark, string tag)
    {
        var text = value.ToStringValue();
        if (Is(context, HtmlKey))
            return new StringValue($"{tag}{HtmlEncoder.Default.Encode(text)}</bdi>", false);
        // Marks that nobody needs are left out: not every reader hides them.
        return new StringValue(Is(context, RightToLeftKey) ? $"{mark}{text}\u2069" : text, true);
    }

    private static bool Is(TemplateContext context, string key) =>
        context.AmbientValues.TryGetValue(key, out var value) && value is true;
}
