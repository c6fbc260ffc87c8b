using System.Net.Http.Headers;
using System.Text;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>One part of a multipart body (RFC 7578).</summary>
/// <param name="Name">The field's name.</param>
/// <param name="IsFile">It has a file's name.</param>
/// <param name="Content">Where its content lies.</param>
public readonly record struct MultipartPart(string Name, bool IsFile, ByteRange Content)
{
    /// <summary>Most parts that are read.</summary>
    public const int Most = 128;

    private static ReadOnlySpan<byte> LineBreak => "\r\n"u8;

    /// <summary>Finds the parts of a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="boundary">The boundary its content type names.</param>
    /// <param name="parts">Receives the parts.</param>
    /// <returns>False when it is not a whole multipart body.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, string boundary, List<MultipartPart> parts)
    {
        var delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        var first = delimiter.AsSpan(2);
        var position = body.StartsWith(first) ? first.Length : After(body, 0, delimiter);
        while (position >= 0)
        {
            var rest = body[position..];
            if (rest.StartsWith("--"u8))
                return true;
            var line = rest.IndexOf(LineBreak);
            if (line < 0 || rest[..line].ContainsAnyExcept((byte)' ', (byte)'\t') || parts.Count == Most)
                return false;

            // The line break stays: a part without headers begins with the empty line that ends them.
            position += line;
            var headers = body[position..].IndexOf("\r\n\r\n"u8);
            if (headers < 0)
                return false;
            var start = position + headers + 4;

            // From the break that ends the headers on: the delimiter of an empty part begins with it.
            var end = body[(start - 2)..].IndexOf(delimiter);
            if (end < 0)
                return false;
            end += start - 2;
            if (!TryName(body.Slice(position, headers), out var name, out var isFile))
                return false;
            parts.Add(new MultipartPart(name, isFile, new ByteRange(start, Math.Max(0, end - start))));
            position = end + delimiter.Length;
        }

        return false;
    }

    private static int After(ReadOnlySpan<byte> body, int from, ReadOnlySpan<byte> delimiter)
    {
        var at = body[from..].IndexOf(delimiter);
        return at < 0 ? -1 : from + at + delimiter.Length;
    }

    private static bool TryName(ReadOnlySpan<byte> headers, out string name, out bool isFile)
    {
        (name, isFile) = ("", false);
        foreach (var line in Encoding.UTF8.GetString(headers).Split("\r\n"))
        {
            const string header = "Content-Disposition:";
            if (!line.StartsWith(header, StringComparison.OrdinalIgnoreCase)
                || !ContentDispositionHeaderValue.TryParse(line[header.Length..].Trim(), out var disposition))
                continue;
            name = disposition.Name?.Trim('"') ?? "";
            isFile = disposition.FileName is not null || disposition.FileNameStar is not null;
        }

        return name.Length > 0;
    }
}
