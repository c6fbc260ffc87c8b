using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>Reports the fields of a request that a dialect has nothing like.</summary>
internal static class LostFields
{
    /// <summary>Reports every one of the given fields that the client wrote.</summary>
    /// <param name="request">The request.</param>
    /// <param name="losses">Where losses go.</param>
    /// <param name="dialect">The dialect's name, for people.</param>
    /// <param name="fields">The fields that the dialect lacks.</param>
    public static void Report(
        GenAIRequest request, LossReport losses, string dialect, params ReadOnlySpan<RequestField> fields)
    {
        foreach (var field in fields)
        {
            if (IsThere(request, field))
                losses.Drop(request.PathOf(field), $"{dialect} has nothing like it.");
        }
    }

    private static bool IsThere(GenAIRequest request, RequestField field) => field switch
    {
        RequestField.ParallelToolCalls => request.ParallelToolCalls is not null && request.Tools.Count > 0,
        RequestField.Reasoning => request.Reasoning is { } reasoning && reasoning != new ReasoningRequest(),
        RequestField.MaxOutputTokens => request.MaxOutputTokens is not null,
        RequestField.TopK => request.TopK is not null,
        RequestField.FrequencyPenalty => request.FrequencyPenalty is not null and not 0,
        RequestField.PresencePenalty => request.PresencePenalty is not null and not 0,
        RequestField.Seed => request.Seed is not null,
        RequestField.Stop => request.Stop is { Count: > 0 },
        RequestField.Choices => request.Choices > 1,
        RequestField.Logprobs => request.Logprobs == true,
        RequestField.TopLogprobs => request.TopLogprobs > 0,
        RequestField.User => request.User is not null,
        RequestField.ServiceTier => request.ServiceTier is not (null or "auto" or "default"),
        _ => false,
    };
}
