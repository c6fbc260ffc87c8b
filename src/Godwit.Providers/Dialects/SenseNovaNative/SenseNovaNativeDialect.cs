using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.SenseNovaNative;

/// <summary>SenseNova's own door, from the provider's side.</summary>
public sealed class SenseNovaNativeDialect : IProviderDialect
{
    /// <inheritdoc/>
    public Dialect Name => Dialect.SenseNovaNative;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [];

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        new SenseNovaRequestWriter(request, context, json).Write();
    }

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) => mediaType == "text/event-stream";

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return SenseNovaAnswers.Read(document.RootElement, body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new SenseNovaStreamReader();
}
