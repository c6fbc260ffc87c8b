using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.DashScopeNative;

/// <summary>Alibaba Model Studio's own door, from the provider's side.</summary>
/// <param name="cumulative">Every frame of a stream repeats the text so far, instead of only what is new.</param>
public sealed class DashScopeNativeDialect(bool cumulative = false) : IProviderDialect
{
    /// <inheritdoc/>
    public Dialect Name => Dialect.DashScopeNative;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [];

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> StreamHeaders { get; } = [new("X-DashScope-SSE", "enable")];

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        new DashScopeRequestWriter(request, context, json).Write();
    }

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) => mediaType == "text/event-stream";

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return DashScopeAnswers.Read(document.RootElement, body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new DashScopeStreamReader(cumulative);
}
