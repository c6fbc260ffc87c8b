using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Godwit.Simulator.Serving;

/// <summary>Reads whole request bodies.</summary>
internal static class RequestBody
{
    /// <summary>The bytes; null when there are more than the server accepts.</summary>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request)
    {
        long? most = request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        try
        {
            if (request.ContentLength > most)
            {
                return null;
            }

            if (request.ContentLength is { } length)
            {
                byte[] exact = new byte[length];
                await request.Body.ReadExactlyAsync(exact, request.HttpContext.RequestAborted);
                return exact;
            }

            using MemoryStream collected = new();
            await request.Body.CopyToAsync(collected, request.HttpContext.RequestAborted);
            return collected.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }
}
