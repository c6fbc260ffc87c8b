using System.Globalization;
using System.Net;
using System.Text;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>Writes what a bundle holds as a page for people: no scripts, nothing loaded from elsewhere.</summary>
internal static class BundleSummary
{
    /// <summary>The page. Everything that comes from outside is escaped.</summary>
    public static string Write(BundleManifest manifest, EvidenceScope scope, IEnumerable<IEvidenceSection> sections)
    {
        var page = new StringBuilder(
            """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Evidence</title>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <style>body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
            table{border-collapse:collapse;margin:1em 0}td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left;
            vertical-align:top}code{word-break:break-all}</style></head><body>

            """);
        page.Append(CultureInfo.InvariantCulture, $"<h1>Evidence about {Text(manifest.Organization)}</h1>\n");
        Table(page, ["", ""],
        [
            ["Period", $"{Instant(manifest.From)} to {Instant(manifest.To)}, the end excluded"],
            ["Written", $"{Instant(manifest.CreatedAt)} by {manifest.Generator}"],
            ["Signed", $"{manifest.Algorithm}, key {manifest.KeyFingerprint}"],
        ]);
        page.Append("<h2>Requests</h2>\n");
        Table(page, ["decision", "reason", "policy", "territory", "requests"],
            scope.Outcomes.Select(o => (string?[])[.. o.Key.Split('\t'), Number(o.Value)]));
        page.Append("<h2>Files</h2>\n");
        var descriptions = sections.ToDictionary(s => s.Name + BundleNames.LinesEnding, s => s.Description);
        Table(page, ["file", "holds", "lines", "SHA-256"], manifest.Files.Select(file => (string?[])
            [file.Name, descriptions.GetValueOrDefault(file.Name), Number(file.Lines ?? 0), file.Sha256]));
        page.Append(
            """
            <p>Each line of a file carries the hash of the line before it. <code>godwit evidence verify</code> checks
            signature, checksums and chains without a server. This page is a reading aid: the files are the evidence.
            Addresses are shortened to /24 or /48; a keyed hash tells whether two are the same.</p>
            </body></html>

            """);
        return page.ToString();
    }

    private static void Table(StringBuilder page, IReadOnlyList<string> headings, IEnumerable<string?[]> rows)
    {
        page.Append("<table><tr>");
        foreach (var heading in headings)
            page.Append(CultureInfo.InvariantCulture, $"<th>{Text(heading)}</th>");
        page.Append("</tr>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            foreach (var cell in row)
                page.Append(CultureInfo.InvariantCulture, $"<td>{Text(cell)}</td>");
            page.Append("</tr>\n");
        }

        page.Append("</table>\n");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
