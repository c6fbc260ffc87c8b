namespace Godwit.Providers.GenAI.Requests;

/// <summary>The fields of <see cref="GenAIRequest"/> whose place in the client's body a loss report names.</summary>
public enum RequestField
{
    Messages,
    Tools,
    ToolChoice,
    ParallelToolCalls,
    ResponseFormat,
    Reasoning,
    MaxOutputTokens,
    Temperature,
    TopP,
    TopK,
    FrequencyPenalty,
    PresencePenalty,
    Seed,
    Stop,
    Choices,
    Logprobs,
    TopLogprobs,
    User,
    ServiceTier,
    Stream,
}
