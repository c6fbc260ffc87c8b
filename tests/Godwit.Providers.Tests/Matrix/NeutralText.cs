using System.Text;
using System.Text.Json.Nodes;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Tests.Matrix;

/// <summary>What a request asks, in words that do not depend on the dialect it was written in.</summary>
internal static class NeutralText
{
    public static string Of(GenAIRequest request)
    {
        var text = new StringBuilder();
        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                text.Append(part is ToolResultPart ? "tool" : message.Role.ToString()).Append(": ")
                    .AppendLine(Describe(part));
            }
        }

        foreach (var tool in request.Tools)
        {
            text.AppendLine($"tool {tool.Name} {tool.Description} {Json(tool.Parameters?.GetRawText())}");
        }

        var choice = request.ToolChoice is { Mode: ToolChoiceMode.Auto } ? null : request.ToolChoice;
        text.AppendLine($"choice {choice?.Mode} {choice?.Name}");
        text.AppendLine($"parallel {request.ParallelToolCalls is not false}");
        text.AppendLine($"format {request.ResponseFormat?.Kind} {Json(request.ResponseFormat?.Schema?.GetRawText())}");
        text.AppendLine($"most {request.MaxOutputTokens} temperature {request.Temperature} top_p {request.TopP}");
        text.AppendLine($"penalties {request.FrequencyPenalty} {request.PresencePenalty} seed {request.Seed}");
        text.AppendLine($"stop {string.Join('|', request.Stop ?? [])} n {request.Choices} user {request.User}");
        text.AppendLine($"logprobs {request.TopLogprobs}");
        text.AppendLine($"reasons {(request.Reasoning?.Effort ?? $"{request.Reasoning?.BudgetTokens}").Length > 0}");
        return text.ToString();
    }

    private static string Describe(Part part) => part switch
    {
        TextPart text => text.Text,
        ToolCallPart call => $"{call.Name}({Json(call.Arguments)})",
        ToolResultPart result => string.Join('|', result.Content.Select(Describe)),
        MediaPart media => $"{media.Kind} {media.Source.Url} {Encoding.UTF8.GetString(media.Source.Base64.Span)}",
        _ => part.GetType().Name,
    };

    // Schemas and arguments count for what they say, not for their white space.
    private static string Json(string? text) => string.IsNullOrEmpty(text) ? "{}"
        : JsonNode.Parse(text)!.ToJsonString() is not """{"type":"object","properties":{}}""" and var json ? json : "{}";
}
