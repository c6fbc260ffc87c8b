using System.IO.Compression;

namespace Godwit.Gateway.Streaming;

/// <summary>
/// Opens a provider's answer, unpacked. No packing is asked for; a provider that packs all the same is understood.
/// </summary>
internal static class AnswerBody
{
    public static bool IsPacked(HttpResponseMessage response) => response.Content.Headers.ContentEncoding.Count > 0;

    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        return IsPacked(response) ? Unpack(stream, response.Content.Headers.ContentEncoding.Last()) : stream;
    }

    private static Stream Unpack(Stream stream, string encoding) => encoding.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new UnpackingStream(new GZipStream(stream, CompressionMode.Decompress)),
        "br" => new UnpackingStream(new BrotliStream(stream, CompressionMode.Decompress)),
        "deflate" => new UnpackingStream(new ZLibStream(stream, CompressionMode.Decompress)),
        "identity" => stream,
        _ => throw new HttpRequestException(HttpRequestError.InvalidResponse, $"The answer is packed as '{encoding}'."),
    };
}
