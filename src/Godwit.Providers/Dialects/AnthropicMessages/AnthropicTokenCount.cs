using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>
/// Counting the tokens of a request, <c>POST /v1/messages/count_tokens</c>, from both sides. Requests to count are read
/// like requests to answer.
/// </summary>
public static class AnthropicTokenCount
{
    /// <summary>Writes a request that has its tokens counted.</summary>
    public static void WriteRequest(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output) =>
        AnthropicRequestWriter.WriteCount(request, context, output);

    /// <summary>Reads a provider's answer; null when it is none.</summary>
    public static long? ReadAnswer(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref json);
            return document.RootElement.CountAt("input_tokens"u8);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes the answer for a client.</summary>
    public static void WriteAnswer(long inputTokens, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, inputTokens);
        json.WriteEndObject();
    }
}
