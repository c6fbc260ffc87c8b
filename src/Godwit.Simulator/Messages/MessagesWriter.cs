using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Messages;

/// <summary>Writes the objects that plain answers and streams share.</summary>
internal static class MessagesWriter
{
    /// <summary>Writes a whole answer as one JSON object.</summary>
    public static void WritePlain(Utf8JsonWriter json, MessageReply reply, Func<string, string> bend)
    {
        WriteHead(json, reply);
        json.WriteStartArray("content");
        foreach (MessageBlock block in reply.Blocks)
        {
            WriteBlock(json, block.Type == "text" ? block with { Text = bend(block.Text) } : block, whole: true);
        }

        json.WriteEndArray();
        WriteStop(json, reply);
        json.WritePropertyName("usage");
        WriteUsage(json, reply, reply.OutputTokens);
        SimulatorEcho.Write(json, reply.Provider, reply.Request.Root, reply.Request.Root.GetProperty("messages"),
            MessagesCheck.Known);
        json.WriteEndObject();
    }

    /// <summary>Writes the answer that a stream begins with: no content, and no reason to stop.</summary>
    public static void WriteSkeleton(Utf8JsonWriter json, MessageReply reply)
    {
        WriteHead(json, reply);
        json.WriteStartArray("content");
        json.WriteEndArray();
        json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        json.WriteNull("stop_details");
        json.WritePropertyName("usage");
        if (reply.UsageAtEndOnly)
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens", 0);
            json.WriteNumber("output_tokens", 0);
            json.WriteEndObject();
        }
        else
        {
            WriteUsage(json, reply, outputTokens: 1);
        }

        SimulatorEcho.Write(json, reply.Provider, reply.Request.Root, reply.Request.Root.GetProperty("messages"),
            MessagesCheck.Known);
        json.WriteEndObject();
    }

    /// <summary>Writes a block, or the empty form by which a stream begins it.</summary>
    public static void WriteBlock(Utf8JsonWriter json, MessageBlock block, bool whole)
    {
        json.WriteStartObject();
        json.WriteString("type", block.Type);
        switch (block.Type)
        {
            case "text":
                if (block.Citations.Count > 0)
                {
                    json.WriteStartArray("citations");
                    foreach (CitedDocument document in whole ? block.Citations : [])
                    {
                        WriteCitation(json, document);
                    }

                    json.WriteEndArray();
                }

                json.WriteString("text", whole ? block.Text : "");
                break;
            case "thinking":
                json.WriteString("thinking", whole ? block.Text : "");
                json.WriteString("signature", whole ? block.Signature : "");
                break;
            case "redacted_thinking":
                json.WriteString("data", block.Text);
                break;
            default:
                json.WriteString("id", block.Call!.Id);
                json.WriteString("name", block.Call.Name);
                json.WritePropertyName("input");
                json.WriteRawValue(whole ? block.Call.Arguments : "{}", skipInputValidation: true);
                json.WriteStartObject("caller");
                json.WriteString("type", "direct");
                json.WriteEndObject();
                break;
        }

        json.WriteEndObject();
    }

    public static void WriteCitation(Utf8JsonWriter json, CitedDocument document)
    {
        json.WriteStartObject();
        json.WriteString("type", document.Form);
        json.WriteString("cited_text", document.Passage);
        json.WriteNumber("document_index", document.Index);
        json.WriteString("document_title", document.Title);
        (string first, int from, string last, int to) = document.Form switch
        {
            "char_location" => ("start_char_index", 0, "end_char_index", document.Passage.Length),
            "content_block_location" => ("start_block_index", 0, "end_block_index", 1),
            _ => ("start_page_number", 1, "end_page_number", 2),
        };
        json.WriteNumber(first, from);
        json.WriteNumber(last, to);
        json.WriteNull("file_id");
        json.WriteEndObject();
    }

    public static void WriteStop(Utf8JsonWriter json, MessageReply reply)
    {
        json.WriteString("stop_reason", reply.StopReason);
        json.WriteString("stop_sequence", reply.StoppedBy);
        if (reply.StopReason == "refusal")
        {
            json.WriteStartObject("stop_details");
            json.WriteString("type", "refusal");
            json.WriteString("category", "general_harms");
            json.WriteString("explanation", "The simulated classifier refuses this.");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("stop_details");
        }
    }

    public static void WriteUsage(Utf8JsonWriter json, MessageReply reply, int outputTokens)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens", reply.InputTokens - reply.Cache.Read - reply.Cache.Written);
        json.WriteNumber("cache_creation_input_tokens", reply.Cache.Written);
        json.WriteNumber("cache_read_input_tokens", reply.Cache.Read);
        json.WriteStartObject("cache_creation");
        json.WriteNumber("ephemeral_5m_input_tokens", reply.Cache.WrittenFor5Minutes);
        json.WriteNumber("ephemeral_1h_input_tokens", reply.Cache.WrittenForAnHour);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", outputTokens);
        if (outputTokens == reply.OutputTokens && reply.Request.Thinking == true)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("thinking_tokens", reply.ThinkingTokens);
            json.WriteEndObject();
        }

        json.WriteString("service_tier", "standard");
        json.WriteString("inference_geo", RequestFields.Text(reply.Request.Root, "inference_geo") ?? "global");
        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, MessageReply reply)
    {
        json.WriteStartObject();
        json.WriteString("id", reply.Id);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteString("model", reply.Request.Model);
    }
}
