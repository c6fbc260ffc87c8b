using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Godwit.Gateway.Kept;

/// <summary>Takes the fields of an upload. Each counts once: two readers might each believe another one.</summary>
internal static class UploadFields
{
    private const int MostBytes = 64 * 1024;
    private const int MostFields = 32;

    /// <summary>The disposition of a part; null when it is no field of a form.</summary>
    public static ContentDispositionHeaderValue? DispositionOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            && disposition.Name.Length > 0 ? disposition : null;

    /// <summary>The name of a field without its quotes.</summary>
    public static string NameOf(ContentDispositionHeaderValue disposition) =>
        HeaderUtilities.RemoveQuotes(disposition.Name).ToString();

    /// <summary>True for the part that is the file.</summary>
    public static bool IsFile(UploadForm form, ContentDispositionHeaderValue disposition) =>
        NameOf(disposition) == form.FileField && (disposition.FileName.HasValue || disposition.FileNameStar.HasValue);

    /// <summary>Reads a field into the form, or says why it can't be taken.</summary>
    public static async ValueTask<Refusal?> TakeAsync(
        UploadForm form, MultipartSection section, ContentDispositionHeaderValue disposition,
        CancellationToken cancellation)
    {
        var name = NameOf(disposition);
        if (form.Fields.Count == MostFields || !IsPlain(name) || disposition.FileName.HasValue
            || disposition.FileNameStar.HasValue)
            return Refusals.BadRequest(
                "invalid_multipart", "The form has a part that no upload of one file has.",
                IsPlain(name) ? name : null);
        var value = new byte[MostBytes];
        var length = await section.Body.ReadAtLeastAsync(value, MostBytes, false, cancellation);
        if (length == MostBytes)
            return Refusals.BadRequest("string_above_max_length", $"The field '{name}' is too long.", name);
        value = value[..length];
        if (name is "purpose" or "provider")
        {
            var text = Encoding.UTF8.GetString(value);
            var before = name == "purpose" ? form.Purpose : form.Provider;
            if (before is not null || text.Length == 0)
                return Refusals.BadRequest(
                    "duplicate_parameter", $"The field '{name}' has to be given once and say something.", name);
            if (name == "purpose")
                form.Purpose = text;
            else
                form.Provider = text;
            return null;
        }

        form.Fields.Add((name, value));
        return null;
    }

    // Goes into a header as it is.
    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= 128
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or '[' or ']');
}
