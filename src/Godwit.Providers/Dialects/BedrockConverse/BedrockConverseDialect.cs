using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>Amazon Bedrock's Converse, from the provider's side.</summary>
public sealed class BedrockConverseDialect : IProviderDialect
{
    /// <summary>The media type of its streams.</summary>
    public const string StreamType = "application/vnd.amazon.eventstream";

    /// <inheritdoc/>
    public Dialect Name => Dialect.BedrockConverse;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Headers => [];

    /// <inheritdoc/>
    public void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        new ConverseRequestWriter(request, context, json).Write();
    }

    /// <inheritdoc/>
    public bool IsStream(string? mediaType) => mediaType == StreamType;

    /// <inheritdoc/>
    public GenAIAnswer? ReadAnswer(ReadOnlyMemory<byte> body)
    {
        try
        {
            // Not disposed: what is read from it is valid as long as the body is.
            return ConverseAnswerReader.Read(JsonDocument.Parse(body).RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IStreamReader CreateStreamReader() => new ConverseStreamReader();
}
