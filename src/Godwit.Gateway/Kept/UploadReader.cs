using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Reads the form of an upload: whole, where it is no larger than other bodies may be; else up to where the file
/// begins,
/// which is then relayed as it arrives.
/// </summary>
/// <remarks>
/// SDKs send fields in the order their caller wrote them, so the purpose may come behind the file. A file that is
/// relayed can't wait for it: what it is for decides where it goes and whether its lines are read.
/// </remarks>
internal sealed class UploadReader(GatewayOptions options)
{
    private const int LongestBoundary = 200;
    private const int ReadSize = 64 * 1024;

    public async ValueTask<Refusal?> ReadAsync(GatewayRequest request, UploadForm form)
    {
        var http = request.Http.Request;
        if (!MediaTypeHeaderValue.TryParse(http.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
                is not { Length: > 0 and <= LongestBoundary } boundary)
            return Refusals.BadRequest("invalid_multipart", "An upload is multipart/form-data with a boundary.", null);
        if (http.Headers.ContentEncoding.Count > 0)
            return Refusals.UnsupportedEncoding(http.Headers.ContentEncoding.ToString());
        if (http.ContentLength > options.MaxUploadBytes)
            return KeptRefusals.UploadTooLarge(options.MaxUploadBytes);
        if (request.Http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = options.MaxUploadBytes;
        return await TryAsync(() => ReadPartsAsync(request, form, boundary), request);
    }

    /// <summary>Reads parts, and says what a body that breaks its form is refused with.</summary>
    public async ValueTask<Refusal?> TryAsync(Func<Task<Refusal?>> read, GatewayRequest request)
    {
        try
        {
            return await read();
        }
        catch (BadHttpRequestException e) when (!request.Http.RequestAborted.IsCancellationRequested)
        {
            return e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => KeptRefusals.UploadTooLarge(options.MaxUploadBytes),
                StatusCodes.Status408RequestTimeout => Refusals.BodyTimeout,
                _ => Refusals.BadRequest("bad_request", e.Message, null),
            };
        }
        // What the reader throws for a body that ends within a part, or whose headers go on and on.
        catch (Exception e) when (e is IOException or InvalidDataException
            && !request.Http.RequestAborted.IsCancellationRequested)
        {
            return Refusals.BadRequest("invalid_multipart", "The form can't be read, or it does not end.", null);
        }
    }

    private async Task<Refusal?> ReadPartsAsync(GatewayRequest request, UploadForm form, string boundary)
    {
        var cancellation = request.Http.RequestAborted;
        var reader = new MultipartReader(boundary, request.Http.Request.Body, ReadSize) { HeadersCountLimit = 16 };
        var relays = request.Http.Request.ContentLength is not { } length || length > options.MaxBodyBytes;
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (UploadFields.DispositionOf(section) is not { } disposition)
                return Refusals.BadRequest("invalid_multipart", "The form has a part without a name.", null);
            if (!UploadFields.IsFile(form, disposition))
            {
                if (await UploadFields.TakeAsync(form, section, disposition, cancellation) is { } unfit)
                    return unfit;
                continue;
            }

            if (form.FileName is not null)
                return Refusals.BadRequest(
                    "duplicate_parameter", $"'{form.FileField}' is given twice; give it once.", form.FileField);
            form.FileName = (disposition.FileNameStar.HasValue ? disposition.FileNameStar
                : HeaderUtilities.RemoveQuotes(disposition.FileName)).ToString();
            form.FileType = section.ContentType;
            if (relays && (form.Purpose is not null || !form.HasPurpose))
            {
                (form.Arriving, form.Rest) = (section.Body, reader);
                return null;
            }

            if (await KeepAsync(request, section.Body, cancellation) is { } tooLarge)
                return tooLarge;
        }

        if (form.FileName is not null && (form.Purpose is not null || !form.HasPurpose))
            return null;
        return Refusals.BadRequest(
            "missing_required_parameter",
            form.HasPurpose ? "An upload has the fields 'file' and 'purpose'."
                : $"A part of an upload has the field '{form.FileField}', with a file name.",
            form.FileName is null ? form.FileField : "purpose");
    }

    private async ValueTask<Refusal?> KeepAsync(GatewayRequest request, Stream file, CancellationToken cancellation)
    {
        int read;
        while ((read = await file.ReadAsync(request.Body.GetMemory(ReadSize), cancellation)) > 0)
        {
            request.Body.Advance(read);
            if (request.Body.Length > options.MaxBodyBytes)
                return KeptRefusals.PurposeFirst(options.MaxBodyBytes);
        }

        return null;
    }
}
