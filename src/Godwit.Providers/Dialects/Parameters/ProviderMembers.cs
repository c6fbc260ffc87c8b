using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>Where the client of a translated request wrote what the provider's body has under another name.</summary>
public static class ProviderMembers
{
    /// <summary>The client's path of a member of an OpenAI Chat body.</summary>
    public static string PathOf(GenAIRequest request, string member) => Field(member) is { } field
        && request.Paths.TryGetValue(field, out var path) ? path : member;

    private static RequestField? Field(string member) => member switch
    {
        "messages" => RequestField.Messages,
        "tools" => RequestField.Tools,
        "tool_choice" => RequestField.ToolChoice,
        "parallel_tool_calls" => RequestField.ParallelToolCalls,
        "response_format" => RequestField.ResponseFormat,
        "reasoning_effort" or "thinking" or "enable_thinking" or "thinking_budget" => RequestField.Reasoning,
        "max_tokens" or "max_completion_tokens" => RequestField.MaxOutputTokens,
        "temperature" => RequestField.Temperature,
        "top_p" => RequestField.TopP,
        "top_k" => RequestField.TopK,
        "frequency_penalty" => RequestField.FrequencyPenalty,
        "presence_penalty" => RequestField.PresencePenalty,
        "seed" => RequestField.Seed,
        "stop" => RequestField.Stop,
        "n" => RequestField.Choices,
        "logprobs" => RequestField.Logprobs,
        "top_logprobs" => RequestField.TopLogprobs,
        "user" => RequestField.User,
        "service_tier" => RequestField.ServiceTier,
        "stream" => RequestField.Stream,
        _ => null,
    };
}
