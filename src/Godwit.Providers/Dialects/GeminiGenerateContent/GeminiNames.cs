using System.Globalization;
using System.Text;
using System.Text.Json;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>
/// What Google's JSON allows beside the documented form: names in snake_case, null for what is not set, one item where
/// a list belongs, and numbers as text.
/// </summary>
internal static class GeminiNames
{
    /// <summary>A name in camelCase, however it was spelled.</summary>
    public static string Camel(string name)
    {
        if (!name.AsSpan().TrimStart('_').Contains('_'))
        {
            return name;
        }

        var camel = new StringBuilder(name.Length);
        for (var i = 0; i < name.Length; i++)
        {
            var joins = name[i] == '_' && camel.Length > 0 && i + 1 < name.Length && char.IsAsciiLetter(name[i + 1]);
            camel.Append(joins ? char.ToUpperInvariant(name[++i]) : name[i]);
        }

        return camel.ToString();
    }

    /// <summary>The members of an object, named in camelCase; those that are null were not set.</summary>
    public static IEnumerable<(string Name, RequestNode Node)> CamelMembers(this RequestNode node)
    {
        foreach (var (name, member) in node.Members())
        {
            if (!member.IsNull)
            {
                yield return (Camel(name), member);
            }
        }
    }

    /// <summary>The items of a list, or the one that stands in its place.</summary>
    public static IEnumerable<RequestNode> Each(this RequestNode node) =>
        node.Kind == JsonValueKind.Object ? [node] : node.Items();

    /// <summary>A whole number, also as <c>40.0</c> and <c>"40"</c>.</summary>
    public static long? Whole(this RequestNode node)
    {
        const double most = 1L << 53;
        if (node.Kind == JsonValueKind.String && long.TryParse(
                node.Value.Text(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed))
        {
            return parsed;
        }

        return node.Kind == JsonValueKind.Number && !node.Value.TryGetInt64(out _)
            && node.Value.TryGetDouble(out var number) && Math.Abs(number) <= most && Math.Floor(number) == number
            ? (long)number : node.WholeNumber();
    }

    /// <summary>A whole number that fits an <see cref="int"/>; a larger one is taken for the largest.</summary>
    public static int? Small(this RequestNode node) =>
        node.Whole() is { } number ? (int)Math.Clamp(number, int.MinValue, int.MaxValue) : null;

    /// <summary>The texts of a list.</summary>
    public static List<string> Texts(this RequestNode node)
    {
        var texts = new List<string>();
        foreach (var item in node.Items())
        {
            if (item.Text() is { } text)
            {
                texts.Add(text);
            }
        }

        return texts;
    }
}
