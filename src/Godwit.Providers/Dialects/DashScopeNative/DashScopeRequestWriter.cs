using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.DashScopeNative;

/// <summary>Writes a request: the conversation in <c>input</c>, everything else in <c>parameters</c>.</summary>
internal sealed class DashScopeRequestWriter(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
{
    private const string Name = "Model Studio's own door";
    private const double BelowTwo = 1.99;
    private const double NearlyZero = 0.01;
    private const int MostSeed = int.MaxValue;
    private const int MostTopLogprobs = 5;

    private readonly LossReport losses = context.Losses;
    private bool thinks;

    public void Write()
    {
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        thinks = context.Stream && Thinks(request.Reasoning) == true;
        WriteInput();
        json.WriteStartObject("parameters"u8);
        json.WriteString("result_format"u8, "message"u8);
        if (context.Stream)
            json.WriteBoolean("incremental_output"u8, true);
        WriteThinking();
        WriteNumbers();
        WriteTools();
        json.WriteEndObject();
        json.WriteEndObject();
        LostFields.Report(
            request, losses, Name, RequestField.FrequencyPenalty, RequestField.Choices, RequestField.User,
            RequestField.ServiceTier);
    }

    private void WriteInput()
    {
        var turns = new TurnReader(request, losses, WhyNot).Read(Instruction());
        json.WriteStartObject("input"u8);
        json.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role);
            json.WriteString("content"u8, turn.Text);
            if (turn.CallId is not null)
                json.WriteString("tool_call_id"u8, turn.CallId);
            if (turn.ToolName is not null)
                json.WriteString("name"u8, turn.ToolName);
            FunctionTools.WriteCalls(json, turn.Calls);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string WhyNot(MediaPart media) => "Models that see, hear or read files have another path.";

    /// <summary>The JSON mode wants the word in the prompt, knows no schema, and does not go with thinking.</summary>
    private string? Instruction() => PromptedFormat.Instruction(request, losses);

    private void WriteThinking()
    {
        var wanted = Thinks(request.Reasoning);
        if (wanted is null && context.Stream)
            return;
        if (wanted == true && !context.Stream)
            losses.Drop(request.PathOf(RequestField.Reasoning), "The provider thinks only when it streams.");

        // Some models think by default, and refuse to without a stream.
        json.WriteBoolean("enable_thinking"u8, thinks);
        if (!thinks)
            return;
        if (request.Reasoning!.BudgetTokens is > 0 and var budget)
            json.WriteNumber("thinking_budget"u8, budget);
        else if (request.Reasoning.Effort is not null)
            losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.Reasoning),
                "How much to think is a number of tokens here.");
    }

    private static bool? Thinks(ReasoningRequest? reasoning) => reasoning is null ? null
        : reasoning.Enabled ?? (reasoning.Effort is { } effort ? effort != "none"
            : reasoning.BudgetTokens is { } budget ? budget > 0 : reasoning.Adaptive ? true : null);

    private void WriteNumbers()
    {
        if (request.MaxOutputTokens is { } most)
            json.WriteNumber("max_tokens"u8, most);
        if (request.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, Clamp(temperature, 0, BelowTwo, RequestField.Temperature));
        if (request.TopP is { } topP)
            json.WriteNumber("top_p"u8, Clamp(topP, NearlyZero, 1, RequestField.TopP));
        if (request.TopK is { } topK)
            json.WriteNumber("top_k"u8, topK);
        if (request.PresencePenalty is { } presence)
            json.WriteNumber("presence_penalty"u8, Clamp(presence, -2, 2, RequestField.PresencePenalty));
        if (request.Seed is { } seed)
            json.WriteNumber("seed"u8, (long)Clamp(seed, 0, MostSeed, RequestField.Seed));
        if (request.Logprobs is { } logprobs)
            json.WriteBoolean("logprobs"u8, logprobs);
        if (request.TopLogprobs is { } top)
            json.WriteNumber("top_logprobs"u8, (int)Clamp(top, 0, MostTopLogprobs, RequestField.TopLogprobs));
        foreach (var name in (ReadOnlySpan<string>)["repetition_penalty", "enable_search", "search_options"])
        {
            if (request.Take(name) is { } extra)
            {
                json.WritePropertyName(name);
                extra.Value.WriteTo(json);
            }
        }

        if (request.ResponseFormat is { Kind: not ResponseFormatKind.Text } && !thinks)
        {
            json.WriteStartObject("response_format"u8);
            json.WriteString("type"u8, "json_object"u8);
            json.WriteEndObject();
        }

        WriteStop();
    }

    private void WriteStop()
    {
        if (request.Stop is not { Count: > 0 } stop)
            return;
        json.WriteStartArray("stop"u8);
        foreach (var text in stop)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private double Clamp(double value, double least, double most, RequestField field) =>
        NumberRange.Clamp(request, losses, value, least, most, field);

    private void WriteTools()
    {
        if (!FunctionTools.Write(json, request, losses))
            return;
        json.WriteBoolean("parallel_tool_calls"u8, request.ParallelToolCalls != false);
        if (request.ParallelToolCalls is null)
        {
            losses.Add(
                LossKind.Defaulted, request.PathOf(RequestField.ParallelToolCalls),
                "The provider calls one tool at a time unless it is asked.");
        }

        WriteChoice();
    }

    private void WriteChoice()
    {
        if (request.ToolChoice is not { } choice)
            return;
        var free = choice.Mode == ToolChoiceMode.Required || choice.Allowed is not null
            || (choice.Mode == ToolChoiceMode.Named && thinks);
        if (free)
        {
            losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.ToolChoice),
                "Models are free to call any tool: it is none, auto, or one by name where the model does not think.");
        }

        if (choice.Mode == ToolChoiceMode.Named && !thinks)
            FunctionTools.WriteNamed(json, choice.Name);
        else
            json.WriteString("tool_choice"u8, choice.Mode == ToolChoiceMode.None ? "none"u8 : "auto"u8);
    }
}
