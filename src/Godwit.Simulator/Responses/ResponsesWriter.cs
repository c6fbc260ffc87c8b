using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Writes response objects.</summary>
internal static class ResponsesWriter
{
    // Fields that a response repeats as the request had them, with what stands there when it had none.
    private static readonly (string Name, string Usual)[] Repeated =
    [
        ("instructions", "null"), ("max_output_tokens", "null"), ("max_tool_calls", "null"),
        ("parallel_tool_calls", "true"), ("previous_response_id", "null"), ("prompt_cache_key", "null"),
        ("safety_identifier", "null"), ("temperature", "1.0"), ("tool_choice", "\"auto\""), ("top_logprobs", "0"),
        ("top_p", "1.0"), ("truncation", "\"disabled\""), ("user", "null"), ("metadata", "{}"),
    ];

    /// <summary>Writes a response as it is now.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="reply">The response.</param>
    /// <param name="status">Its status.</param>
    /// <param name="output">The items it has so far.</param>
    /// <param name="error">What it failed by.</param>
    public static void Write(
        Utf8JsonWriter json, ResponseReply reply, string status, IReadOnlyList<OutputItem> output,
        ProviderError? error = null)
    {
        JsonElement root = reply.Request.Root;
        json.WriteStartObject();
        json.WriteString("id", reply.Id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", reply.Created);
        json.WriteString("status", status);
        json.WriteBoolean("background", reply.Request.Background);
        WriteError(json, error);
        WriteIncomplete(json, reply, status);
        json.WriteString("model", reply.Request.Model);
        json.WriteStartArray("output");
        foreach (OutputItem item in output)
        {
            ResponsesItemWriter.Write(json, item, begun: false);
        }

        json.WriteEndArray();
        foreach ((string name, string usual) in Repeated)
        {
            json.WritePropertyName(name);
            if (FieldCheck.Has(root, name))
            {
                root.GetProperty(name).WriteTo(json);
            }
            else
            {
                json.WriteRawValue(usual);
            }
        }

        json.WriteString("service_tier", "default");
        json.WriteBoolean("store", reply.Request.Store);
        WriteReasoning(json, root);
        WriteText(json, root);
        WriteTools(json, root);
        WriteUsage(json, reply, status is "completed" or "incomplete");
        SimulatorEcho.Write(json, reply.Provider, root, default, ResponsesCheck.Known);
        json.WriteEndObject();
    }

    public static void WriteUsage(Utf8JsonWriter json, ResponseReply reply, bool known)
    {
        if (!known)
        {
            json.WriteNull("usage");
            return;
        }

        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", reply.Usage.Input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", reply.Usage.Cached);
        json.WriteNumber("cache_write_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", reply.Usage.Content + reply.Usage.Reasoning);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", reply.Usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", reply.Usage.Input + reply.Usage.Content + reply.Usage.Reasoning);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, ProviderError? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }

        json.WriteStartObject("error");
        json.WriteString("code", ResponsesErrors.CodeOf(error));
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }

    private static void WriteIncomplete(Utf8JsonWriter json, ResponseReply reply, string status)
    {
        if (status != "incomplete")
        {
            json.WriteNull("incomplete_details");
            return;
        }

        json.WriteStartObject("incomplete_details");
        json.WriteString(
            "reason", reply.Finish == Chat.Finish.Filtered ? "content_filter" : "max_output_tokens");
        json.WriteEndObject();
    }

    private static void WriteReasoning(Utf8JsonWriter json, JsonElement root)
    {
        JsonElement reasoning = RequestFields.Object(root, "reasoning");
        json.WriteStartObject("reasoning");
        json.WriteString("effort", RequestFields.Text(reasoning, "effort"));
        json.WriteString("summary", RequestFields.Text(reasoning, "summary"));
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, JsonElement root)
    {
        JsonElement text = RequestFields.Object(root, "text");
        json.WriteStartObject("text");
        json.WritePropertyName("format");
        if (RequestFields.Object(text, "format") is { ValueKind: JsonValueKind.Object } format)
        {
            format.WriteTo(json);
        }
        else
        {
            json.WriteRawValue("""{"type":"text"}""");
        }

        json.WriteString("verbosity", RequestFields.Text(text, "verbosity") ?? "medium");
        json.WriteEndObject();
    }

    // Functions come back with every field they could have had.
    private static void WriteTools(Utf8JsonWriter json, JsonElement root)
    {
        json.WriteStartArray("tools");
        foreach (JsonElement tool in RequestFields.Items(root, "tools"))
        {
            json.WriteStartObject();
            foreach (JsonProperty property in tool.EnumerateObject())
            {
                property.WriteTo(json);
            }

            if (RequestFields.Text(tool, "type") == "function")
            {
                foreach (string name in (ReadOnlySpan<string>)["description", "parameters", "strict"])
                {
                    if (!tool.TryGetProperty(name, out _))
                    {
                        json.WriteNull(name);
                    }
                }
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
