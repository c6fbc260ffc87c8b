using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Native;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.SenseNovaNative;

/// <summary>Writes a request: OpenAI's shape with other names and narrower ranges.</summary>
internal sealed class SenseNovaRequestWriter(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
{
    private const string Name = "SenseNova's own door";
    private const double NearlyOne = 0.999;
    private const double NearlyZero = 0.001;
    private const int MostChoices = 4;

    private readonly LossReport losses = context.Losses;

    public void Write()
    {
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        json.WriteBoolean("stream"u8, context.Stream);
        WriteMessages();
        WriteNumbers();
        if (FunctionTools.Write(json, request, losses))
            WriteChoice();
        json.WriteEndObject();
        LostFields.Report(
            request, losses, Name, RequestField.FrequencyPenalty, RequestField.PresencePenalty, RequestField.TopK,
            RequestField.Seed, RequestField.Logprobs, RequestField.TopLogprobs, RequestField.ServiceTier,
            RequestField.ParallelToolCalls, RequestField.Reasoning);
    }

    private void WriteMessages()
    {
        var turns = new TurnReader(request, losses, MediaUrl.WhyNotImage)
            .Read(PromptedFormat.Instruction(request, losses));
        json.WriteStartArray("messages"u8);
        foreach (var turn in turns)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, turn.Role);
            if (turn.HasMedia)
                WriteContent(turn);
            else
                json.WriteString("content"u8, turn.Text);
            if (turn.CallId is not null)
                json.WriteString("tool_call_id"u8, turn.CallId);
            FunctionTools.WriteCalls(json, turn.Calls);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The URL of an image is bare here, and its bytes are a part of their own.</summary>
    private void WriteContent(Turn turn)
    {
        json.WriteStartArray("content"u8);
        foreach (var part in turn.Content)
        {
            json.WriteStartObject();
            if (part is TextPart text)
            {
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
            }
            else if (((MediaPart)part).Source is { Url: { } url })
            {
                json.WriteString("type"u8, "image_url"u8);
                json.WriteString("image_url"u8, url);
            }
            else
            {
                json.WriteString("type"u8, "image_base64"u8);
                json.WriteString("image_base64"u8, ((MediaPart)part).Source.Base64.Span);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteNumbers()
    {
        if (request.MaxOutputTokens is { } most)
            json.WriteNumber("max_new_tokens"u8, most);
        if (request.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, Clamp(temperature, NearlyZero, 2, RequestField.Temperature));
        if (request.TopP is { } topP)
            json.WriteNumber("top_p"u8, Clamp(topP, NearlyZero, NearlyOne, RequestField.TopP));
        if (request.Take("repetition_penalty") is { Value.ValueKind: JsonValueKind.Number } penalty)
        {
            json.WritePropertyName("repetition_penalty"u8);
            penalty.Value.WriteTo(json);
        }

        if (request.Choices is { } choices)
            json.WriteNumber("n"u8, (int)Clamp(choices, 1, MostChoices, RequestField.Choices));
        if (request.User is not null)
            json.WriteString("user"u8, request.User);
        if (request.Stop is not { Count: > 0 } stop)
            return;
        if (stop.Count > 1)
            losses.Add(LossKind.Clamped, request.PathOf(RequestField.Stop), "One stop sequence is taken: the first.");
        json.WriteString("stop"u8, stop[0]);
    }

    private double Clamp(double value, double least, double most, RequestField field) =>
        NumberRange.Clamp(request, losses, value, least, most, field);

    private void WriteChoice()
    {
        if (request.ToolChoice is not { } choice)
            return;
        if (choice.Allowed is not null)
            losses.Drop(request.PathOf(RequestField.ToolChoice), "Which tools may be called can't be limited.");
        if (choice.Mode == ToolChoiceMode.Named)
            FunctionTools.WriteNamed(json, choice.Name);
        else
            json.WriteString("tool_choice"u8, choice.Mode switch
            {
                ToolChoiceMode.None => "none"u8,
                ToolChoiceMode.Required => "required"u8,
                _ => "auto"u8,
            });
    }
}
