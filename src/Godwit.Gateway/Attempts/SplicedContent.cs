using System.Net;
using System.Net.Http.Headers;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Attempts;

/// <summary>The client's body on its way to the provider: its own bytes, and the patched pieces between them.</summary>
internal sealed class SplicedContent : HttpContent, IBodyPieces
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly RequestPatch patch;
    private int writers;

    /// <param name="patch">The pieces.</param>
    /// <param name="contentType">The client's content type where it is not JSON.</param>
    public SplicedContent(in RequestPatch patch, string? contentType = null)
    {
        this.patch = patch;
        if (contentType is null)
            Headers.ContentType = Json;
        else
            Headers.TryAddWithoutValidation("Content-Type", contentType);
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces
    {
        get
        {
            var pieces = new ReadOnlyMemory<byte>[RequestPatch.Count];
            for (var i = 0; i < pieces.Length; i++)
                pieces[i] = patch[i];
            return pieces;
        }
    }

    /// <summary>
    /// The bytes are still being read: a provider may answer, or be given up, before it took the whole body.
    /// </summary>
    public bool Sending => Volatile.Read(ref writers) > 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writers);
        try
        {
            for (var i = 0; i < RequestPatch.Count; i++)
            {
                if (!patch[i].IsEmpty)
                    await stream.WriteAsync(patch[i], cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref writers);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = patch.Length;
        return true;
    }
}
