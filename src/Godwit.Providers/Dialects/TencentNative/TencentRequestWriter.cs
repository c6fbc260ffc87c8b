using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.TencentNative;

/// <summary>Writes a request of the action ChatCompletions, whose members are written in PascalCase.</summary>
internal sealed class TencentRequestWriter(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
{
    private const string Name = "Tencent's own door";
    private readonly LossReport losses = context.Losses;

    public void Write()
    {
        json.WriteStartObject();
        json.WriteString("Model"u8, context.Model);
        json.WriteBoolean("Stream"u8, context.Stream);
        WriteMessages();
        WriteNumbers();
        WriteTools();
        if (request.Reasoning is { } reasoning && Thinks(reasoning) is { } thinks)
            json.WriteBoolean("EnableThinking"u8, thinks);
        json.WriteEndObject();
        LostFields.Report(
            request, losses, Name, RequestField.MaxOutputTokens, RequestField.TopK, RequestField.FrequencyPenalty,
            RequestField.PresencePenalty, RequestField.Choices, RequestField.Logprobs, RequestField.TopLogprobs,
            RequestField.User, RequestField.ServiceTier, RequestField.ParallelToolCalls);
    }

    private void WriteMessages()
    {
        var turns = new TurnReader(request, losses, MediaUrl.WhyNotImage) { Strict = true }
            .Read(PromptedFormat.Instruction(request, losses));
        json.WriteStartArray("Messages"u8);
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("Role"u8, turn.Role);
            if (turn.HasMedia)
                WriteContents(turn);
            else
                json.WriteString("Content"u8, turn.Text);
            if (turn.CallId is not null)
                json.WriteString("ToolCallId"u8, turn.CallId);
            if (turn.Calls.Count > 0)
                WriteCalls(turn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteContents(Turn turn)
    {
        json.WriteStartArray("Contents"u8);
        foreach (var part in turn.Content)
        {
            json.WriteStartObject();
            if (part is MediaPart media)
            {
                json.WriteString("Type"u8, "image_url"u8);
                json.WriteStartObject("ImageUrl"u8);
                json.WritePropertyName("Url"u8);
                DataUrls.Write(json, media.Source, "image/png");
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("Type"u8, "text"u8);
                json.WriteString("Text"u8, ((TextPart)part).Text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteCalls(Turn turn)
    {
        json.WriteStartArray("ToolCalls"u8);
        foreach (var call in turn.Calls)
        {
            json.WriteStartObject();
            json.WriteString("Id"u8, call.Id);
            json.WriteString("Type"u8, "function"u8);
            json.WriteStartObject("Function"u8);
            json.WriteString("Name"u8, call.Name);
            json.WriteString("Arguments"u8, call.Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteNumbers()
    {
        if (request.Temperature is { } temperature)
            json.WriteNumber("Temperature"u8, Clamp(temperature, 2, RequestField.Temperature));
        if (request.TopP is { } topP)
            json.WriteNumber("TopP"u8, Clamp(topP, 1, RequestField.TopP));
        if (request.Seed is { } seed)
            json.WriteNumber("Seed"u8, seed);
        if (request.Stop is not { Count: > 0 } stop)
            return;
        json.WriteStartArray("Stop"u8);
        foreach (var text in stop)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private double Clamp(double value, double most, RequestField field) =>
        NumberRange.Clamp(request, losses, value, 0, most, field);

    private void WriteTools()
    {
        var tools = request.Tools.Where(tool => tool.Hosted is null).ToList();
        foreach (var tool in request.Tools.Where(tool => tool.Hosted is not null))
            losses.Drop(tool.Path, "The tool runs at another provider only.");
        if (tools.Count == 0)
            return;
        json.WriteStartArray("Tools"u8);
        foreach (var tool in tools)
            WriteTool(tool);
        json.WriteEndArray();
        WriteChoice(tools);
    }

    private void WriteTool(ToolDefinition tool)
    {
        json.WriteStartObject();
        json.WriteString("Type"u8, "function"u8);
        json.WriteStartObject("Function"u8);
        json.WriteString("Name"u8, tool.Name);
        if (tool.Description is not null)
            json.WriteString("Description"u8, tool.Description);

        // The schema is a text here, not an object.
        json.WriteString("Parameters"u8, tool.Parameters?.GetRawText() ?? """{"type":"object","properties":{}}""");
        json.WriteEndObject();
        json.WriteEndObject();
        if (tool.Strict == true)
            losses.Drop($"{tool.Path}.strict", $"{Name} has nothing like it.");
    }

    private void WriteChoice(List<ToolDefinition> tools)
    {
        if (request.ToolChoice is not { } choice)
            return;
        var named = choice.Mode == ToolChoiceMode.Named ? tools.Find(tool => tool.Name == choice.Name) : null;
        if (choice.Mode == ToolChoiceMode.Required || choice.Allowed is not null)
        {
            losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.ToolChoice),
                "Only none, auto and one named tool are taken: the model is free to call any.");
        }

        json.WriteString(
            "ToolChoice"u8, choice.Mode == ToolChoiceMode.None ? "none" : named is null ? "auto" : "custom");
        if (named is null)
            return;
        json.WritePropertyName("CustomTool"u8);
        WriteTool(named);
    }

    private bool? Thinks(ReasoningRequest reasoning)
    {
        if (reasoning.Effort is not (null or "none") || reasoning.BudgetTokens is not null)
        {
            losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.Reasoning),
                "Thinking is on or off: how much can't be said.");
        }

        return reasoning.Enabled ?? (reasoning.Effort is { } effort ? effort != "none"
            : reasoning.BudgetTokens is { } budget ? budget > 0 : reasoning.Adaptive ? true : null);
    }
}
