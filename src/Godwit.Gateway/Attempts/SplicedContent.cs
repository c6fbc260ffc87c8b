using System.Net;
using System.Net.Http.Headers;
using Godwit.Providers.Dialects.OpenAIChat;

namespace Godwit.Gateway.Attempts;

/// <summary>The client's body on its way to the provider: its own bytes, and the patched pieces between them.</summary>
internal sealed class SplicedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly OpenAIChatRequestPatch patch;

    public SplicedContent(in OpenAIChatRequestPatch patch)
    {
        this.patch = patch;
        Headers.ContentType = Json;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < OpenAIChatRequestPatch.Count; i++)
        {
            if (!patch[i].IsEmpty)
                await stream.WriteAsync(patch[i], cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = patch.Length;
        return true;
    }
}
