using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.TencentNative;

/// <summary>Tencent Cloud's action ChatCompletions, from the provider's side.</summary>
public sealed class TencentNativeDialect : IProviderDialect
{
    /// <inheritdoc/>
    public Dialect Name => Dialect.TencentNative;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [];

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        new TencentRequestWriter(request, context, json).Write();
    }

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) => mediaType == "text/event-stream";

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return TencentAnswers.Read(document.RootElement, body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new TencentStreamReader();
}
