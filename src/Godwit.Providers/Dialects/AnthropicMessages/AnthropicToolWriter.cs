using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>Writes tools and the choice among them.</summary>
internal static class AnthropicToolWriter
{
    public static void Write(AnthropicWriting writing, AnthropicThinking thinking)
    {
        var (request, losses) = (writing.Request, writing.Losses);
        List<ToolDefinition> tools = [];
        foreach (var tool in request.Tools)
        {
            if (tool.Hosted is { Dialect: not Dialect.AnthropicMessages } hosted)
            {
                losses.Drop(tool.Path, $"Anthropic has no tool '{hosted.Type}'.");
            }
            else if (request.ToolChoice?.Allowed is { } allowed && !allowed.Contains(tool.Name))
            {
                losses.Add(
                    LossKind.Emulated, request.PathOf(RequestField.ToolChoice),
                    "Anthropic has no list of allowed tools: the others were left out.");
            }
            else
            {
                tools.Add(tool);
            }
        }

        if (tools.Count > 0)
        {
            writing.Json.WriteStartArray("tools"u8);
            foreach (var tool in tools)
            {
                WriteTool(writing, tool);
            }

            writing.Json.WriteEndArray();
        }

        if (tools.Count > 0 || writing.Same)
        {
            WriteChoice(writing, thinking);
        }
        else if (request.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named })
        {
            losses.Drop(request.PathOf(RequestField.ToolChoice), "There is no tool left to choose.");
        }
    }

    private static void WriteTool(AnthropicWriting writing, ToolDefinition tool)
    {
        var json = writing.Json;
        if (tool.Hosted is { } hosted)
        {
            json.WriteRaw(hosted.Value);
            return;
        }

        json.WriteStartObject();
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { } description)
        {
            json.WriteString("description"u8, description);
        }

        json.WritePropertyName("input_schema"u8);
        var close = tool.Strict == true && !writing.Same && tool.Parameters is { } open && AnthropicSchema.IsOpen(open);
        if (close)
        {
            writing.Losses.Add(
                LossKind.Approximated, tool.Path,
                "Anthropic takes closed objects only in a strict tool: additionalProperties was set to false.");
        }

        WriteSchema(json, tool.Parameters, writing.Same, close);
        if (tool.Strict is { } strict && (strict || writing.Same))
        {
            json.WriteBoolean("strict"u8, strict);
        }

        writing.WriteCache(tool.Cache);
        writing.WriteRest(tool.Path);
        json.WriteEndObject();
    }

    // The schema of a tool is an object's, and says so.
    private static void WriteSchema(Utf8JsonWriter json, JsonElement? parameters, bool same, bool close)
    {
        if (parameters is not { ValueKind: JsonValueKind.Object } schema)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "object"u8);
            json.WriteStartObject("properties"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (close)
        {
            AnthropicSchema.WriteClosed(json, schema);
        }
        else if (same || schema.At("type"u8) is not null)
        {
            json.WriteRaw(schema);
        }
        else
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "object"u8);
            foreach (var member in schema.EnumerateObject())
            {
                if (!member.NameEquals("type"u8))
                {
                    AnthropicSchema.WriteName(json, member);
                    json.WriteRaw(member.Value);
                }
            }

            json.WriteEndObject();
        }
    }

    private static void WriteChoice(AnthropicWriting writing, AnthropicThinking thinking)
    {
        var (request, json) = (writing.Request, writing.Json);
        var single = request.ParallelToolCalls == false;
        var choice = request.ToolChoice;
        if (choice is null && !single)
        {
            return;
        }

        var mode = choice?.Mode ?? ToolChoiceMode.Auto;
        if (thinking.IsOn && !writing.Same && mode is ToolChoiceMode.Required or ToolChoiceMode.Named)
        {
            writing.Losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.ToolChoice),
                "Anthropic forces no tool while it thinks: the model chooses.");
            mode = ToolChoiceMode.Auto;
        }

        json.WriteStartObject("tool_choice"u8);
        json.WriteString("type"u8, mode switch
        {
            ToolChoiceMode.Required => "any",
            ToolChoiceMode.Named => "tool",
            ToolChoiceMode.None => "none",
            _ => "auto",
        });
        if (mode == ToolChoiceMode.Named)
        {
            json.WriteString("name"u8, choice!.Name);
        }

        if (request.ParallelToolCalls is { } parallel && mode != ToolChoiceMode.None && (writing.Same || single))
        {
            json.WriteBoolean("disable_parallel_tool_use"u8, !parallel);
        }

        writing.WriteRest("tool_choice");
        json.WriteEndObject();
    }
}
