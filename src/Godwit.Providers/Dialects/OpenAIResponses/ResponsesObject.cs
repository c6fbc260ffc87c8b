using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes the response object itself, which repeats what the client asked.</summary>
internal static class ResponsesObject
{
    /// <summary>Writes the object as a value.</summary>
    public static void Write(
        Utf8JsonWriter json, AnswerContext context, ResponsesEnding ending, IReadOnlyList<ResponsesOutputItem> items)
    {
        var request = context.Request;
        json.WriteStartObject();
        json.WriteString("id"u8, context.AnswerId ?? $"resp_{context.RequestId:N}");
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, context.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("status"u8, ending.Status);
        json.WriteBoolean("background"u8, false);
        WriteConversation(json, request);
        WriteEnding(json, context, ending);
        WriteText(json, "instructions"u8, InstructionsOf(request));
        WriteNumber(json, "max_output_tokens"u8, request.MaxOutputTokens);
        WriteExtra(json, request, "max_tool_calls");
        json.WriteString("model"u8, context.Model);
        json.WriteStartArray("output"u8);
        foreach (var item in items)
        {
            item.Write(json, ending.Status == "completed" || item.Done ? "completed" : "incomplete");
        }

        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, request.ParallelToolCalls ?? true);
        WriteExtra(json, request, "previous_response_id");
        WriteExtra(json, request, "prompt_cache_key");
        WriteReasoning(json, request.Reasoning);
        WriteExtra(json, request, "safety_identifier");
        json.WriteString("service_tier"u8, ending.ServiceTier ?? "default");
        json.WriteBoolean("store"u8, StoreOf(request));
        WriteSampling(json, request);
        WriteFormat(json, request);
        if (request.ToolChoice is { } choice)
        {
            ResponsesEcho.WriteToolChoice(json, choice);
        }
        else
        {
            json.WriteString("tool_choice"u8, "auto"u8);
        }

        ResponsesEcho.WriteTools(json, request);
        json.WriteString("truncation"u8, "disabled"u8);
        json.WritePropertyName("usage"u8);
        ResponsesUsage.Write(json, ending.Usage);
        WriteText(json, "user"u8, request.User);
        WriteMetadata(json, request);
        json.WriteEndObject();
    }

    /// <summary>True unless the client asked for the response not to be kept.</summary>
    public static bool StoreOf(GenAIRequest request) =>
        Find(request, "store") is not { Value.ValueKind: JsonValueKind.False };

    // Only where there is one: most responses have none.
    private static void WriteConversation(Utf8JsonWriter json, GenAIRequest request)
    {
        if (Find(request, "conversation") is not { } named)
        {
            return;
        }

        var id = named.Value.ValueKind == JsonValueKind.Object ? named.Value.TextAt("id"u8)
            : named.Value.ValueKind == JsonValueKind.String ? named.Value.GetString() : null;
        if (id is not null)
        {
            json.WriteStartObject("conversation"u8);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        }
    }

    private static void WriteEnding(Utf8JsonWriter json, AnswerContext context, ResponsesEnding ending)
    {
        json.WritePropertyName("completed_at"u8);
        if (ending.Status == "completed")
        {
            json.WriteNumberValue((ending.At ?? context.CreatedAt).ToUnixTimeSeconds());
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("error"u8);
        if (ending.Error is { } error)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, error.Code ?? error.Type ?? "server_error");
            json.WriteString("message"u8, error.Message);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        json.WritePropertyName("incomplete_details"u8);
        if (ending.Incomplete is { } reason)
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, reason);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteReasoning(Utf8JsonWriter json, ReasoningRequest? reasoning)
    {
        json.WriteStartObject("reasoning"u8);
        WriteText(json, "effort"u8, reasoning?.Effort);
        WriteText(json, "summary"u8, reasoning?.Summary);
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, GenAIRequest request)
    {
        json.WriteNumber("temperature"u8, request.Temperature ?? 1);
        json.WriteNumber("top_p"u8, request.TopP ?? 1);
        json.WriteNumber("presence_penalty"u8, request.PresencePenalty ?? 0);
        json.WriteNumber("frequency_penalty"u8, request.FrequencyPenalty ?? 0);
        json.WriteNumber("top_logprobs"u8, request.TopLogprobs ?? 0);
    }

    private static void WriteFormat(Utf8JsonWriter json, GenAIRequest request)
    {
        json.WriteStartObject("text"u8);
        json.WriteStartObject("format"u8);
        json.WriteString("type"u8, ResponsesEcho.FormatType(request.ResponseFormat?.Kind ?? ResponseFormatKind.Text));
        if (request.ResponseFormat is { Kind: ResponseFormatKind.JsonSchema } format)
        {
            ResponsesEcho.WriteSchema(json, format);
        }

        json.WriteEndObject();
        if (Find(request, "verbosity") is { } verbosity)
        {
            json.WritePropertyName("verbosity"u8);
            verbosity.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter json, GenAIRequest request)
    {
        json.WritePropertyName("metadata"u8);
        if (Find(request, "metadata") is { Value.ValueKind: JsonValueKind.Object } metadata)
        {
            metadata.Value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteEndObject();
    }

    private static void WriteExtra(Utf8JsonWriter json, GenAIRequest request, string name)
    {
        json.WritePropertyName(name);
        if (Find(request, name) is { } extra)
        {
            extra.Value.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    // Only looked at: a member that is repeated is not said to the provider by it.
    private static ExtraMember? Find(GenAIRequest request, string name) =>
        request.Extras.Find(extra => extra.Name == name);

    private static string? InstructionsOf(GenAIRequest request) =>
        request.Messages is [{ Role: Role.System, Path: "instructions", Parts: [TextPart text] }, ..]
            ? text.Text : null;

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value) =>
        json.WriteString(name, value);

    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}

/// <summary>How far a response is, and how it ended.</summary>
/// <param name="Status">in_progress, completed, incomplete or failed.</param>
internal sealed record ResponsesEnding(string Status)
{
    /// <summary>Why it is incomplete.</summary>
    public string? Incomplete { get; init; }

    public AnswerError? Error { get; init; }

    public TokenUsage? Usage { get; init; }

    public string? ServiceTier { get; init; }

    /// <summary>When it ended; null when that is not known to the second.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>From the reason why the model stopped.</summary>
    public static ResponsesEnding Of(FinishReason? reason, bool refused, AnswerError? error) => reason switch
    {
        _ when error is not null => new("failed") { Error = error },
        FinishReason.Error => new("failed") { Error = new(null, null, "The provider failed while it answered.") },
        FinishReason.Length or FinishReason.ContextLength => new("incomplete") { Incomplete = "max_output_tokens" },
        FinishReason.ContentFilter when !refused => new("incomplete") { Incomplete = "content_filter" },
        FinishReason.Pause => new("incomplete") { Incomplete = "pause" },
        _ => new("completed"),
    };
}
