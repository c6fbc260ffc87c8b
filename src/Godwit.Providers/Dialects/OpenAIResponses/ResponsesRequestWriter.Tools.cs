using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <content>Tools, the choice among them, reasoning, and what the answer is to include.</content>
internal static partial class ResponsesRequestWriter
{
    private const string EncryptedReasoning = "reasoning.encrypted_content";

    private static void WriteTools(
        Utf8JsonWriter json, GenAIRequest request, LossReport losses, ResponsesExtras extras)
    {
        if (request.Tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            foreach (var tool in request.Tools)
            {
                WriteTool(json, tool, losses, extras);
            }

            json.WriteEndArray();
        }

        if (request.ToolChoice is { } choice)
        {
            ResponsesEcho.WriteToolChoice(json, choice);
        }
    }

    private static void WriteTool(
        Utf8JsonWriter json, ToolDefinition tool, LossReport losses, ResponsesExtras extras)
    {
        if (tool.Hosted is { } hosted)
        {
            if (hosted.Dialect == Own)
            {
                hosted.Value.WriteTo(json);
            }
            else
            {
                losses.Drop(tool.Path, $"The provider has no '{hosted.Type}' tool of its own.");
            }

            return;
        }

        if (tool.Cache is { } mark)
        {
            losses.Drop(mark.Path, "The provider caches by itself, and takes no marks.");
        }

        ResponsesEcho.WriteFunction(json, tool, () => extras.Write(json, tool.Path));
    }

    private static void WriteReasoning(
        Utf8JsonWriter json, GenAIRequest request, ProviderContext context, ResponsesExtras extras)
    {
        if (request.Reasoning is not { } reasoning)
        {
            return;
        }

        var effort = EffortOf(request, reasoning, context);
        var summary = reasoning.Summary ?? (reasoning.Show == true && effort != "none" ? "auto" : null);
        if (effort is null && summary is null && request.Dialect != Own)
        {
            return;
        }

        json.WriteStartObject("reasoning"u8);
        if (effort is not null)
        {
            json.WriteString("effort"u8, effort);
        }

        if (summary is not null)
        {
            json.WriteString("summary"u8, summary);
        }

        extras.Write(json, "reasoning");
        json.WriteEndObject();
    }

    private static string? EffortOf(GenAIRequest request, ReasoningRequest reasoning, ProviderContext context)
    {
        if (reasoning.Effort is { } asked)
        {
            return asked;
        }

        if (reasoning.BudgetTokens is { } budget and > 0)
        {
            var effort = budget switch { < 4_096 => "low", < 16_384 => "medium", _ => "high" };
            context.Losses.Add(
                LossKind.Approximated, request.PathOf(RequestField.Reasoning),
                $"A budget of {budget} tokens became the effort '{effort}'; Responses has no budget.");
            return effort;
        }

        // Off: a model that does not reason does not know the word.
        return (reasoning.Enabled == false || reasoning.BudgetTokens == 0)
            && context.Facts?.Abilities.Contains(Ability.Reasoning) != false ? "none" : null;
    }

    private static void WriteInclude(Utf8JsonWriter json, GenAIRequest request, ProviderContext context)
    {
        // A client of another dialect keeps its conversation itself, and with it what the model needs of its reasoning.
        // Models that do not reason refuse to be asked for it.
        var encrypted = request.Dialect != Own && Reasons(request, context);
        var own = request.Dialect == Own
            ? request.Extras.FindAll(e => e.Name == "include" && e.Value.ValueKind == JsonValueKind.String) : [];
        if (request.Logprobs != true && !encrypted && own.Count == 0)
        {
            return;
        }

        json.WriteStartArray("include"u8);
        if (request.Logprobs == true)
        {
            json.WriteStringValue("message.output_text.logprobs"u8);
        }

        if (encrypted)
        {
            json.WriteStringValue(EncryptedReasoning);
        }

        foreach (var extra in own)
        {
            extra.Taken = true;
            extra.Value.WriteTo(json);
        }

        json.WriteEndArray();
    }

    private static bool Reasons(GenAIRequest request, ProviderContext context) =>
        context.Facts is { } facts ? facts.Abilities.Contains(Ability.Reasoning)
        : request.Reasoning is { Enabled: not false, Effort: not "none" };
}
