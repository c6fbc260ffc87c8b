using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ClientApi;

/// <summary>Reads a request's body whole, decompressed, within the limit.</summary>
internal sealed class BodyReader(GatewayOptions options)
{
    private const int DecompressionStep = 64 * 1024;

    /// <summary>Fills <see cref="GatewayRequest.Body"/>, or says why it can't.</summary>
    public async ValueTask<Refusal?> ReadAsync(GatewayRequest request)
    {
        var encoding = request.Http.Request.Headers.ContentEncoding;
        try
        {
            if (request.Http.Request.ContentLength > options.MaxBodyBytes)
                return Refusals.BodyTooLarge(options.MaxBodyBytes);
            await ReadPlainAsync(request);
        }
        // A body that ends too early is a bad request by its type, but the client has gone: the pipeline says so.
        catch (BadHttpRequestException e) when (!request.Http.RequestAborted.IsCancellationRequested)
        {
            return e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => Refusals.BodyTooLarge(options.MaxBodyBytes),
                StatusCodes.Status408RequestTimeout => Refusals.BodyTimeout,
                _ => Refusals.BadRequest("bad_request", e.Message, null),
            };
        }

        return encoding.Count == 0 ? null : await DecodeAsync(request, encoding.ToString());
    }

    private static async ValueTask ReadPlainAsync(GatewayRequest request)
    {
        var reader = request.Http.Request.BodyReader;
        if (request.Http.Request.ContentLength is { } length)
            request.Body.EnsureRoom((int)length);
        while (true)
        {
            var result = await reader.ReadAsync();
            foreach (var segment in result.Buffer)
            {
                segment.Span.CopyTo(request.Body.GetSpan(segment.Length));
                request.Body.Advance(segment.Length);
            }

            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
                return;
        }
    }

    private async ValueTask<Refusal?> DecodeAsync(GatewayRequest request, string encoding)
    {
        encoding = encoding.Trim().ToLowerInvariant();
        if (encoding is "identity" or "")
            return null;
        if (encoding is not ("gzip" or "x-gzip" or "br"))
            return Refusals.UnsupportedEncoding(encoding);
        var packed = new MemoryStream(request.Body.Memory.ToArray(), writable: false);
        request.Body.Release();

        // Decompression computes: it does not belong on the thread that serves the sockets.
        return await Task.Run(() => Unpack(request.Body, Open(packed, encoding)));
    }

    private static Stream Open(Stream packed, string encoding) => encoding == "br"
        ? new BrotliStream(packed, CompressionMode.Decompress)
        : new GZipStream(packed, CompressionMode.Decompress);

    private Refusal? Unpack(RequestBody body, Stream unpacked)
    {
        try
        {
            using var stream = unpacked;
            int read;
            while ((read = stream.Read(body.GetSpan(DecompressionStep))) > 0)
            {
                body.Advance(read);
                if (body.Length > options.MaxBodyBytes)
                    return Refusals.BodyTooLarge(options.MaxBodyBytes);
            }

            return null;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            return Refusals.BadEncoding;
        }
    }
}
