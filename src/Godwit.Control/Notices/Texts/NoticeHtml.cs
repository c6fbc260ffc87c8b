using System.Text;
using System.Text.Encodings.Web;

namespace Godwit.Control.Notices.Texts;

/// <summary>Makes the HTML part of the paragraphs and lists of a text whose values are encoded already.</summary>
internal static class NoticeHtml
{
    private const string Item = "- ";

    public static string Page(string subject, string body, string language, bool rightToLeft)
    {
        var direction = rightToLeft ? "rtl" : "ltr";
        var html = new StringBuilder()
            .Append("<!doctype html>\n<html lang=\"").Append(language).Append("\" dir=\"").Append(direction)
            .Append("\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(HtmlEncoder.Default.Encode(subject))
            .Append("</title>\n</head>\n<body dir=\"").Append(direction)
            .Append("\" style=\"font-family:sans-serif;line-height:1.5;max-width:40em;margin:1em auto\">\n");
        foreach (var block in Blocks(body))
            Append(html, block);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void Append(StringBuilder html, List<string> lines)
    {
        var list = false;
        foreach (var line in lines)
        {
            var item = line.StartsWith(Item, StringComparison.Ordinal);
            if (item != list)
                html.Append(item ? "<ul>\n" : "</ul>\n");
            list = item;
            html.Append(item ? "<li>" : "<p>").Append(item ? line[Item.Length..] : line)
                .Append(item ? "</li>\n" : "</p>\n");
        }

        if (list)
            html.Append("</ul>\n");
    }

    private static IEnumerable<List<string>> Blocks(string body)
    {
        var block = new List<string>();
        foreach (var line in body.Split('\n').Select(line => line.Trim()).Append(""))
        {
            if (line.Length > 0)
            {
                block.Add(line);
            }
            else if (block.Count > 0)
            {
                yield return block;
                block = [];
            }
        }
    }
}
