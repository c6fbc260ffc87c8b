using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Godwit.Simulator.Files;

/// <summary>The fields and files of a <c>multipart/form-data</c> body.</summary>
internal sealed class MultipartForm
{
    private readonly List<FormPart> _parts = [];

    /// <summary>Reads a form; null when the body is none.</summary>
    public static async ValueTask<MultipartForm?> ReadAsync(string? contentType, byte[] body)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            || type.MediaType != "multipart/form-data")
        {
            return null;
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length == 0)
        {
            return null;
        }

        MultipartForm form = new();
        try
        {
            MultipartReader reader = new(boundary, new MemoryStream(body));
            while (await reader.ReadNextSectionAsync() is { } section)
            {
                using MemoryStream content = new();
                await section.Body.CopyToAsync(content);
                form.Add(section.ContentDisposition, content.ToArray());
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return null;
        }

        return form;
    }

    public string? Text(string name) => _parts.Find(part => part.Name == name && part.FileName is null)?.Text;

    public FormPart? File(string name) =>
        _parts.Find(part => (part.Name == name || part.Name == name + "[]") && part.FileName is not null);

    private void Add(string? disposition, byte[] content)
    {
        if (ContentDispositionHeaderValue.TryParse(disposition, out ContentDispositionHeaderValue? header))
        {
            string file = HeaderUtilities.RemoveQuotes(
                header.FileNameStar.HasValue ? header.FileNameStar : header.FileName).ToString();
            _parts.Add(new FormPart(
                HeaderUtilities.RemoveQuotes(header.Name).ToString(), file.Length > 0 ? file : null, content));
        }
    }
}
