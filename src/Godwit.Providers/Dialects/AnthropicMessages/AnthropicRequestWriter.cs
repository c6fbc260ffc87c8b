using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes requests to <c>/v1/messages</c>, and to <c>/v1/messages/count_tokens</c>.</summary>
internal static class AnthropicRequestWriter
{
    // The interface demands a limit. Every model of Anthropic's can say this much; a catalog entry says better.
    private const long FallbackMaxTokens = 4096;

    public static void Write(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        WriteMembers(request, context, json);
        json.WriteEndObject();
    }

    /// <summary>
    /// Writes what has no place in a request that only counts its tokens: the answer's limits, and how it is sampled
    /// and sent. Nothing of it is a loss.
    /// </summary>
    public static void WriteCount(GenAIRequest request, ProviderContext context, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        var writing = new AnthropicWriting(request, context, json);
        WriteInput(writing, AnthropicThinking.Of(request, context, MaxTokens(request, context, report: false)));
        if (writing.Same && request.Take("cache_control") is { } mark)
        {
            json.WriteRaw("cache_control"u8, mark.Value);
        }
        json.WriteEndObject();
    }

    /// <summary>Writes everything but the model's name, which some clouds have in the path.</summary>
    public static void WriteMembers(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
    {
        var writing = new AnthropicWriting(request, context, json);
        var limit = MaxTokens(request, context, report: true);
        var thinking = AnthropicThinking.Of(request, context, limit);
        json.WriteNumber("max_tokens"u8, limit);
        if (context.Stream)
        {
            json.WriteBoolean("stream"u8, true);
        }

        WriteInput(writing, thinking);
        AnthropicSampling.Write(writing, thinking);
        WriteSender(writing);
        writing.WriteRest("");
    }

    private static void WriteInput(AnthropicWriting writing, AnthropicThinking thinking)
    {
        var (request, json) = (writing.Request, writing.Json);
        var format = AnthropicFormat.Of(writing);
        var turns = AnthropicTurns.Of(writing);
        AnthropicSystemWriter.Write(writing, turns.System, format.Instruction);
        var blocks = new AnthropicBlockWriter(writing);
        json.WriteStartArray("messages"u8);
        for (var i = 0; i < turns.Turns.Count; i++)
        {
            blocks.WriteTurn(turns.Turns[i], last: i == turns.Turns.Count - 1);
        }

        json.WriteEndArray();
        AnthropicToolWriter.Write(writing, thinking);
        thinking.Write(writing);
        if (thinking.Effort is not null || format.Schema is not null || writing.HasRest("output_config"))
        {
            json.WriteStartObject("output_config"u8);
            if (thinking.Effort is { } effort)
            {
                json.WriteString("effort"u8, effort);
            }

            format.Write(json);
            writing.WriteRest("output_config");
            json.WriteEndObject();
        }
    }

    private static void WriteSender(AnthropicWriting writing)
    {
        var (request, json, losses) = (writing.Request, writing.Json, writing.Losses);
        var user = request.User;
        if (user is null && request.Take("safety_identifier") is { Value.ValueKind: JsonValueKind.String } identifier)
        {
            user = Reading.JsonElements.Text(identifier.Value);
        }

        if (user is not null || writing.HasRest("metadata"))
        {
            json.WriteStartObject("metadata"u8);
            if (user is not null)
            {
                json.WriteString("user_id"u8, user);
            }

            writing.WriteRest("metadata");
            json.WriteEndObject();
        }

        switch (request.ServiceTier)
        {
            case null:
                break;
            case "auto":
                json.WriteString("service_tier"u8, "auto"u8);
                break;
            case "default" or "standard_only":
                json.WriteString("service_tier"u8, "standard_only"u8);
                break;
            case var tier when writing.Same:
                json.WriteString("service_tier"u8, tier);
                break;
            case var tier:
                losses.Drop(request.PathOf(RequestField.ServiceTier), $"Anthropic has no service tier '{tier}'.");
                break;
        }
    }

    private static long MaxTokens(GenAIRequest request, ProviderContext context, bool report)
    {
        var most = context.Facts is { Verified: true, MaxOutputTokens: > 0 and var limit } ? limit : (long?)null;
        if (request.MaxOutputTokens is { } wanted)
        {
            if (!(wanted > most) || request.Dialect == Dialect.AnthropicMessages)
            {
                return wanted;
            }

            if (report)
            {
                context.Losses.Add(
                    LossKind.Clamped, request.PathOf(RequestField.MaxOutputTokens),
                    $"The model gives at most {most} tokens.");
            }

            return most.Value;
        }

        var chosen = Configured(context) ?? context.Facts?.MaxOutputTokens ?? FallbackMaxTokens;
        if (report)
        {
            context.Losses.Add(
                LossKind.Defaulted, "max_tokens", $"Anthropic demands a limit; {chosen} was sent.");
        }

        return chosen;
    }

    /// <summary>A limit that the catalog entry sets for requests without one.</summary>
    private static long? Configured(ProviderContext context)
    {
        foreach (var parameter in context.Catalog?.Parameters ?? [])
        {
            if (parameter is { Name: "max_tokens", Rule: ParameterRule.Defaulted, Detail: { } detail }
                && long.TryParse(detail, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0)
            {
                return value;
            }
        }

        return null;
    }
}
