using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Reads and writes the usage of a response, whose parts are contained in its totals.</summary>
internal static class ResponsesUsage
{
    /// <summary>Reads a usage object; null when it is none.</summary>
    public static TokenUsage? Read(JsonElement? usage) => OpenAIChatUsage.Read(usage);

    /// <summary>
    /// The usage of a whole response. OpenAI's figures leave out the tools that it ran, each of which is an item of the
    /// output.
    /// </summary>
    public static TokenUsage? OfResponse(JsonElement response) =>
        Read(response.At("usage"u8))?.With(ResponsesTools.Of(response.ItemsAt("output"u8)));

    /// <summary>Writes usage as the value of the member whose name was written.</summary>
    public static void Write(Utf8JsonWriter json, TokenUsage? usage)
    {
        if (usage is not { } tokens)
        {
            json.WriteNullValue();
            return;
        }

        var (input, output) = (tokens.InputTokens ?? 0, tokens.OutputTokens ?? 0);
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, input);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, tokens.CacheReadInputTokens ?? 0);
        if (tokens.CacheWriteInputTokens is { } written)
        {
            json.WriteNumber("cache_write_tokens"u8, written);
        }

        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, output);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, tokens.ReasoningOutputTokens ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, input + output);
        json.WriteEndObject();
    }
}
