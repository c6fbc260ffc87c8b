using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Godwit.Gateway.Attempts.Credentials;

namespace Godwit.Gateway.Attempts;

/// <summary>A request that was written anew in the provider's dialect.</summary>
internal sealed class TranslatedContent : HttpContent, IBodyPieces
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly ArrayBufferWriter<byte> body;

    public TranslatedContent(ArrayBufferWriter<byte> body)
    {
        this.body = body;
        Headers.ContentType = Json;
    }

    /// <summary>The whole body.</summary>
    public ReadOnlyMemory<byte> Body => body.WrittenMemory;

    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces => [body.WrittenMemory];

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(body.WrittenMemory, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = body.WrittenCount;
        return true;
    }
}
