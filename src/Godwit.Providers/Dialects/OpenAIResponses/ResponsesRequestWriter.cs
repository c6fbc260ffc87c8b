using System.Buffers;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes a request for a response.</summary>
internal static partial class ResponsesRequestWriter
{
    private const Dialect Own = Dialect.OpenAIResponses;

    // The least that OpenAI and Open Responses accept.
    private const int LeastOutputTokens = 16;

    // Members at the top that this dialect shares with others, besides those that stand elsewhere in it.
    private static readonly string[] Shared =
        ["metadata", "prompt_cache_key", "prompt_cache_retention", "prompt_cache_options", "safety_identifier"];

    /// <summary>Writes the body.</summary>
    public static void Write(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        var extras = new ResponsesExtras(request);
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        if (context.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        ResponsesItemWriter.WriteConversation(json, request, context.Losses, extras);
        WriteTools(json, request, context.Losses, extras);
        WriteText(json, request, extras);
        WriteReasoning(json, request, context, extras);
        WriteInclude(json, request, context);
        WriteSettings(json, request, context.Losses);
        DropUnknown(request, context.Losses);
        WriteExtras(json, request, context.Losses, extras);
        json.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter json, GenAIRequest request, LossReport losses)
    {
        if (request.MaxOutputTokens is { } most)
        {
            if (most < LeastOutputTokens)
            {
                losses.Add(
                    LossKind.Clamped, request.PathOf(RequestField.MaxOutputTokens),
                    $"Raised from {most} to {LeastOutputTokens}, the least that Responses accepts.");
            }

            json.WriteNumber("max_output_tokens"u8, Math.Max(most, LeastOutputTokens));
        }

        if (request.Temperature is { } temperature)
        {
            json.WriteNumber("temperature"u8, temperature);
        }

        if (request.TopP is { } topP)
        {
            json.WriteNumber("top_p"u8, topP);
        }

        if (request.TopLogprobs is { } topLogprobs)
        {
            json.WriteNumber("top_logprobs"u8, topLogprobs);
        }

        if (request.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }

        if (request.User is { } user)
        {
            json.WriteString("user"u8, user);
        }

        if (request.ServiceTier is { } tier)
        {
            if (request.Dialect is Own or Dialect.OpenAIChat)
            {
                json.WriteString("service_tier"u8, tier);
            }
            else
            {
                losses.Drop(request.PathOf(RequestField.ServiceTier), "Its tiers have other names and meanings.");
            }
        }

        // Open Responses has both, OpenAI neither: only a client of this dialect has them passed on.
        WritePenalty(
            json, "presence_penalty"u8, request.PresencePenalty, RequestField.PresencePenalty, request, losses);
        WritePenalty(
            json, "frequency_penalty"u8, request.FrequencyPenalty, RequestField.FrequencyPenalty, request, losses);
    }

    private static void WritePenalty(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value, RequestField field, GenAIRequest request,
        LossReport losses)
    {
        if (value is { } number && request.Dialect == Own)
        {
            json.WriteNumber(name, number);
        }
        else if (value is not null and not 0)
        {
            losses.Drop(request.PathOf(field), "Responses has no such penalty.");
        }
    }

    private static void DropUnknown(GenAIRequest request, LossReport losses)
    {
        foreach (var (field, there) in (ReadOnlySpan<(RequestField, bool)>)
            [
                (RequestField.TopK, request.TopK is not null),
                (RequestField.Seed, request.Seed is not null),
                (RequestField.Stop, request.Stop is { Count: > 0 }),
                (RequestField.Choices, request.Choices > 1),
            ])
        {
            if (there)
            {
                losses.Drop(request.PathOf(field), $"Responses has no {Words(field)}.");
            }
        }
    }

    private static string Words(RequestField field) => field switch
    {
        RequestField.TopK => "top-k sampling",
        RequestField.Seed => "seed",
        RequestField.Stop => "stop sequences",
        _ => "alternative answers",
    };

    private static void WriteText(Utf8JsonWriter json, GenAIRequest request, ResponsesExtras extras)
    {
        var verbosity = request.Take("verbosity");
        if (request.ResponseFormat is null && verbosity is null && !extras.Any("text"))
        {
            return;
        }

        json.WriteStartObject("text"u8);
        if (request.ResponseFormat is { } format)
        {
            json.WriteStartObject("format"u8);
            json.WriteString("type"u8, ResponsesEcho.FormatType(format.Kind));
            if (format.Kind == ResponseFormatKind.JsonSchema)
            {
                ResponsesEcho.WriteSchema(json, format);
            }

            extras.Write(json, "text.format");
            json.WriteEndObject();
        }

        if (verbosity is not null)
        {
            json.WritePropertyName("verbosity"u8);
            verbosity.Value.WriteTo(json);
        }

        extras.Write(json, "text");
        json.WriteEndObject();
    }

    private static void WriteExtras(
        Utf8JsonWriter json, GenAIRequest request, LossReport losses, ResponsesExtras extras)
    {
        if (request.Dialect == Own)
        {
            extras.Write(json, "");
            if (extras.Any("stream_options"))
            {
                json.WriteStartObject("stream_options"u8);
                extras.Write(json, "stream_options");
                json.WriteEndObject();
            }

            return;
        }

        foreach (var name in Shared)
        {
            if (request.Take(name) is { } extra)
            {
                json.WritePropertyName(name);
                extra.Value.WriteTo(json);
            }
        }

        if (request.Take("store") is { Value.ValueKind: JsonValueKind.True or JsonValueKind.False } store)
        {
            json.WriteBoolean("store"u8, store.Value.GetBoolean());
            return;
        }

        // Responses keeps what it is sent unless told otherwise; no other dialect does.
        json.WriteBoolean("store"u8, false);
        losses.Add(LossKind.Defaulted, "store", "Sent as false: Responses would keep the answer by default.");
    }
}
