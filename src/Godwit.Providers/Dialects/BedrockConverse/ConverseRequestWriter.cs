using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>Writes a request: instructions, conversation, limits, tools and what only some models know.</summary>
internal sealed class ConverseRequestWriter(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
{
    private const string Name = "Bedrock Converse";

    // What Google publishes for the same words; Amazon publishes nothing.
    private const int LowBudget = 1024;
    private const int MediumBudget = 8192;
    private const int HighBudget = 24576;
    private const int LeastBudget = 1024;

    private readonly LossReport losses = context.Losses;
    private readonly bool isAnthropic = context.Model.Contains("anthropic", StringComparison.Ordinal);
    private long? thinking;

    public void Write()
    {
        thinking = ThinkingBudget();
        json.WriteStartObject();
        var content = new ConverseContentWriter(request, context, json);
        WriteSystem(content);
        content.WriteMessages();
        WriteLimits();
        WriteTools(content.HasCalls);
        WriteModelFields();
        json.WriteEndObject();
        LostFields.Report(
            request, losses, Name, RequestField.FrequencyPenalty, RequestField.PresencePenalty, RequestField.Seed,
            RequestField.Choices, RequestField.Logprobs, RequestField.TopLogprobs, RequestField.User,
            RequestField.ServiceTier);
        if (request is { ParallelToolCalls: false, Tools.Count: > 0 })
            losses.Drop(request.PathOf(RequestField.ParallelToolCalls), "Converse can't forbid several calls.");
    }

    private void WriteSystem(ConverseContentWriter content)
    {
        var instruction = PromptedFormat.Instruction(request, losses);
        if (instruction is null && !request.Messages.Exists(m => m.Role == Role.System))
            return;
        json.WriteStartArray("system"u8);
        var others = false;
        foreach (var message in request.Messages)
        {
            others |= message.Role != Role.System;
            if (message.Role != Role.System)
                continue;
            if (others)
                losses.Add(LossKind.Approximated, message.Path, "Instructions stand before the conversation.");
            content.WriteSystem(message);
        }

        if (instruction is not null)
            content.WriteText(instruction);
        json.WriteEndArray();
    }

    private void WriteLimits()
    {
        json.WriteStartObject("inferenceConfig"u8);
        if (request.MaxOutputTokens is { } most)
            json.WriteNumber("maxTokens"u8, most);
        if (request.Temperature is { } temperature)
        {
            if (thinking is null)
                json.WriteNumber("temperature"u8, Clamp(temperature, 1, RequestField.Temperature));
            else if (temperature != 1)
                losses.Drop(request.PathOf(RequestField.Temperature), "A model that thinks takes no other than 1.");
        }

        if (request.TopP is { } topP)
            json.WriteNumber("topP"u8, Clamp(topP, 1, RequestField.TopP));
        if (request.Stop is { Count: > 0 } stop)
        {
            json.WriteStartArray("stopSequences"u8);
            foreach (var text in stop)
                json.WriteStringValue(text);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private double Clamp(double value, double most, RequestField field) =>
        NumberRange.Clamp(request, losses, value, 0, most, field);

    private void WriteTools(bool hasCalls)
    {
        var none = request.ToolChoice?.Mode == ToolChoiceMode.None;
        var tools = request.Tools.Where(IsFunction).ToList();
        if (tools.Count == 0 || (none && !hasCalls))
            return;
        if (none)
        {
            losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.ToolChoice),
                "Tools can't be forbidden in a conversation that has used them: the model may call one.");
        }

        json.WriteStartObject("toolConfig"u8);
        json.WriteStartArray("tools"u8);
        foreach (var tool in tools)
            WriteTool(tool);
        json.WriteEndArray();
        WriteChoice();
        json.WriteEndObject();
    }

    private bool IsFunction(ToolDefinition tool)
    {
        if (tool.Hosted is not null)
            losses.Drop(tool.Path, "The tool runs at another provider only.");
        return tool.Hosted is null;
    }

    private void WriteTool(ToolDefinition tool)
    {
        json.WriteStartObject();
        json.WriteStartObject("toolSpec"u8);
        json.WriteString("name"u8, tool.Name);
        if (tool.Description is { Length: > 0 } description)
            json.WriteString("description"u8, description);
        json.WriteStartObject("inputSchema"u8);
        json.WritePropertyName("json"u8);
        if (tool.Parameters is { } schema)
            schema.WriteTo(json);
        else
            json.WriteRawValue("""{"type":"object","properties":{}}"""u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        if (tool.Strict == true)
            losses.Drop($"{tool.Path}.strict", $"{Name} has nothing like it.");
        if (tool.Cache is { } mark)
            ConverseContentWriter.WriteCachePoint(json, mark, losses);
    }

    private void WriteChoice()
    {
        if (request.ToolChoice is not { } choice)
            return;
        if (choice.Allowed is not null)
            losses.Drop(request.PathOf(RequestField.ToolChoice), "Which tools may be called can't be limited.");
        var mode = choice.Mode;
        if (mode is ToolChoiceMode.None)
            return;
        if (mode is not ToolChoiceMode.Auto && thinking is not null)
        {
            losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.ToolChoice),
                "A model that thinks can't be made to call a tool.");
            mode = ToolChoiceMode.Auto;
        }

        json.WriteStartObject("toolChoice"u8);
        json.WriteStartObject(mode switch
        {
            ToolChoiceMode.Required => "any"u8,
            ToolChoiceMode.Named => "tool"u8,
            _ => "auto"u8,
        });
        if (mode == ToolChoiceMode.Named)
            json.WriteString("name"u8, choice.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What only some makers' models know goes into a bag of its own.</summary>
    private void WriteModelFields()
    {
        if (request.TopK is null && thinking is null)
            return;
        json.WriteStartObject("additionalModelRequestFields"u8);
        if (request.TopK is { } topK)
            json.WriteNumber("top_k"u8, topK);
        if (thinking is { } tokens)
        {
            json.WriteStartObject("thinking"u8);
            json.WriteString("type"u8, "enabled"u8);
            json.WriteNumber("budget_tokens"u8, tokens);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Tokens for thinking; null when none was asked for, or the model's maker has another way.</summary>
    private long? ThinkingBudget()
    {
        if (request.Reasoning is not { Enabled: not false, Effort: not "none" } reasoning
            || reasoning is { Enabled: null, Effort: null, BudgetTokens: null, Adaptive: false })
            return null;
        var path = request.PathOf(RequestField.Reasoning);
        if (!isAnthropic)
        {
            losses.Drop(path, "How this model is asked to reason is not known.");
            return null;
        }

        if (reasoning.BudgetTokens is null)
            losses.Add(LossKind.Approximated, path, "Only a number of tokens can be given for thinking.");
        var wanted = Math.Max(LeastBudget, reasoning.BudgetTokens ?? reasoning.Effort switch
        {
            "minimal" or "low" => LowBudget,
            "high" or "xhigh" or "max" => HighBudget,
            _ => MediumBudget,
        });
        if (request.MaxOutputTokens is not { } most || wanted < most)
            return wanted;
        if (most <= LeastBudget)
        {
            losses.Drop(path, "The limit of output leaves no room for thinking.");
            return null;
        }

        losses.Add(LossKind.Clamped, path, "Thinking must leave room within the limit of output.");
        return Math.Max(LeastBudget, most / 2);
    }
}
