using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes tools, the choice among them, and the form of the answer.</summary>
internal static class OpenAIChatToolWriter
{
    public static void Write(
        Utf8JsonWriter json, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
    {
        // Where the provider has no list of allowed tools, it is not told of the others.
        var allowed = traits.OpenAI ? null : request.ToolChoice?.Allowed;
        var any = false;
        foreach (var tool in request.Tools)
        {
            if (!Sayable(tool, request, context, traits))
            {
                continue;
            }

            if (allowed is not null && !allowed.Contains(tool.Name))
            {
                context.Losses.Add(LossKind.Emulated, tool.Path, "Left out: it is not among the allowed tools.");
                continue;
            }

            if (!any)
            {
                json.WriteStartArray("tools"u8);
                any = true;
            }

            WriteTool(json, tool, request, context, traits);
        }

        if (!any)
        {
            return;
        }

        json.WriteEndArray();
        OpenAIChatToolChoiceWriter.Write(json, request, traits);
        if (request.ParallelToolCalls is { } parallel)
        {
            json.WriteBoolean("parallel_tool_calls"u8, parallel);
        }
    }

    /// <summary>Writes <c>response_format</c>.</summary>
    public static void WriteFormat(Utf8JsonWriter json, GenAIRequest request)
    {
        if (request.ResponseFormat is not { } format)
        {
            return;
        }

        json.WriteStartObject("response_format"u8);
        switch (format.Kind)
        {
            case ResponseFormatKind.Text:
                json.WriteString("type"u8, "text"u8);
                break;
            case ResponseFormatKind.JsonObject:
                json.WriteString("type"u8, "json_object"u8);
                break;
            default:
                json.WriteString("type"u8, "json_schema"u8);
                json.WriteStartObject("json_schema"u8);
                json.WriteString("name"u8, format.Name ?? "answer");
                if (format.Description is { } description)
                {
                    json.WriteString("description"u8, description);
                }

                if (format.Schema is { } schema)
                {
                    json.WritePropertyName("schema"u8);
                    schema.WriteTo(json);
                }

                if (format.Strict is { } strict)
                {
                    json.WriteBoolean("strict"u8, strict);
                }

                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    private static bool Sayable(
        ToolDefinition tool, GenAIRequest request, ProviderContext context, OpenAIChatTraits traits)
    {
        if (tool.Hosted is not { } hosted
            || (hosted.Dialect == request.Dialect && request.Dialect == Dialect.OpenAIChat)
            || (hosted is { Type: CustomTools.Type, Dialect: Dialect.OpenAIResponses } && traits.OpenAI))
        {
            return true;
        }

        context.Losses.Drop(tool.Path, $"The provider has no tool of the type {hosted.Type}.");
        return false;
    }

    private static void WriteTool(
        Utf8JsonWriter json, ToolDefinition tool, GenAIRequest request, ProviderContext context,
        OpenAIChatTraits traits)
    {
        if (tool.Hosted is { Dialect: Dialect.OpenAIChat } hosted)
        {
            hosted.Value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        if (tool.Hosted is { } custom)
        {
            WriteCustom(json, custom.Value);
        }
        else
        {
            WriteFunction(json, tool, request);
        }

        OpenAIChatPartWriter.WriteCache(
            json, tool.Cache, traits.CacheControl || request.Dialect == Dialect.OpenAIChat, context.Losses);
        json.WriteEndObject();
    }

    private static void WriteFunction(Utf8JsonWriter json, ToolDefinition tool, GenAIRequest request)
    {
        json.WriteString("type"u8, "function"u8);
        json.WriteStartObject("function"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        if (tool.Parameters is { } parameters)
        {
            json.WritePropertyName("parameters"u8);
            parameters.WriteTo(json);
        }
        else if (request.Dialect != Dialect.OpenAIChat)
        {
            // OpenAI takes a function without a schema; others that follow it do not all.
            json.WriteStartObject("parameters"u8);
            json.WriteString("type"u8, "object"u8);
            json.WriteStartObject("properties"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        if (tool.Strict is { } strict)
        {
            json.WriteBoolean("strict"u8, strict);
        }

        json.WriteEndObject();
    }

    // Responses has the same tool, flat; only a grammar lies one level deeper here.
    private static void WriteCustom(Utf8JsonWriter json, JsonElement value)
    {
        json.WriteString("type"u8, "custom"u8);
        json.WriteStartObject("custom"u8);
        foreach (var member in value.EnumerateObject())
        {
            if (member.NameEquals("name"u8) || member.NameEquals("description"u8))
            {
                member.WriteTo(json);
            }
            else if (member.NameEquals("format"u8) && member.Value.ValueKind == JsonValueKind.Object)
            {
                WriteCustomFormat(json, member.Value);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteCustomFormat(Utf8JsonWriter json, JsonElement format)
    {
        json.WriteStartObject("format"u8);
        var grammar = format.TryGetProperty("type"u8, out var type) && type.ValueEquals("grammar"u8);
        json.WriteString("type"u8, grammar ? "grammar"u8 : "text"u8);
        if (grammar)
        {
            json.WriteStartObject("grammar"u8);
            foreach (var member in format.EnumerateObject())
            {
                if (!member.NameEquals("type"u8))
                {
                    member.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
