using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes a chat completions request.</summary>
internal static class OpenAIChatRequestWriter
{
    private static readonly string[] ServiceTiers = ["auto", "default", "flex", "scale", "priority", "fast"];

    // What OpenAI's schema has under the same name as other dialects, or under the name that a reader gives it.
    private static readonly string[] SharedExtras =
    [
        "metadata", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "safety_identifier",
        "verbosity", "prediction", "logit_bias", "moderation",
    ];

    public static void Write(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        var traits = OpenAIChatTraits.Of(context.Catalog);
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        new OpenAIChatMessageWriter(json, request, context, traits).Write();
        OpenAIChatToolWriter.Write(json, request, context, traits);
        OpenAIChatToolWriter.WriteFormat(json, request);
        OpenAIChatReasoningWriter.Write(json, request, context, traits);
        WriteSampling(json, request, context, traits);
        WriteOutput(json, request, context, traits);
        WriteExtras(json, request, traits);
        if (context.Stream)
        {
            json.WriteBoolean("stream"u8, true);
            if (context.StreamUsageOption)
            {
                json.WriteStartObject("stream_options"u8);
                json.WriteBoolean("include_usage"u8, true);
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }

    private static void WriteSampling(
        Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
    {
        WriteNumber(json, "temperature"u8, request.Temperature);
        WriteNumber(json, "top_p"u8, request.TopP);
        if (request.TopK is { } topK)
        {
            if (traits.TopK || request.Dialect == Dialect.OpenAIChat)
            {
                json.WriteNumber("top_k"u8, topK);
            }
            else
            {
                context.Losses.Drop(request.PathOf(RequestField.TopK), "The provider has no such setting.");
            }
        }

        WriteNumber(json, "frequency_penalty"u8, request.FrequencyPenalty);
        WriteNumber(json, "presence_penalty"u8, request.PresencePenalty);
        if (request.Seed is { } seed)
        {
            json.WriteNumber("seed"u8, seed);
        }

        if (request.Stop is { Count: > 0 } stop)
        {
            json.WriteStartArray("stop"u8);
            foreach (var text in stop)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteOutput(
        Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
    {
        if (request.MaxOutputTokens is { } most)
        {
            json.WriteNumber(traits.MaxCompletionTokens ? "max_completion_tokens"u8 : "max_tokens"u8, most);
        }

        if (request.Choices is { } choices)
        {
            json.WriteNumber("n"u8, choices);
        }

        if (request.Logprobs is { } logprobs)
        {
            json.WriteBoolean("logprobs"u8, logprobs);
        }

        if (request.TopLogprobs is { } top)
        {
            json.WriteNumber("top_logprobs"u8, top);
        }

        if (request.User is { } user)
        {
            json.WriteString("user"u8, user);
        }

        if (request.ServiceTier is { } tier)
        {
            // Anthropic's word for "no priority".
            var known = tier == "standard_only" ? "default" : tier;
            if (request.Dialect == Dialect.OpenAIChat || (traits.OpenAI && ServiceTiers.AsSpan().Contains(known)))
            {
                json.WriteString("service_tier"u8, known);
            }
            else
            {
                context.Losses.Drop(request.PathOf(RequestField.ServiceTier), "The provider has no such tier.");
            }
        }
    }

    private static void WriteExtras(Utf8JsonWriter json, GenAIRequest request, OpenAIChatTraits traits)
    {
        foreach (var extra in request.Extras)
        {
            var own = request.Dialect == Dialect.OpenAIChat && extra.Name == extra.Path
                && !extra.Name.AsSpan().ContainsAny('.', '[');
            if (own || (traits.OpenAI && SharedExtras.AsSpan().Contains(extra.Name)))
            {
                json.WritePropertyName(extra.Name);
                extra.Value.WriteTo(json);
                extra.Taken = true;
            }
            else if (extra is { Name: "store", Value.ValueKind: JsonValueKind.False })
            {
                // Nothing is stored here unless it is asked for.
                extra.Taken = true;
            }
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
