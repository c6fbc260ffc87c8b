using Godwit.Gateway.Attempts;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Streaming;

/// <summary>How an answer ends that was begun and broke off.</summary>
/// <param name="Ending">What the record says.</param>
/// <param name="Failure">What went wrong at the provider; null when nothing did.</param>
/// <param name="Told">What the client is told; null when it is not there any more.</param>
internal readonly record struct BrokenAnswer(RequestEnding Ending, FailureClass? Failure, Refusal? Told)
{
    public static BrokenAnswer Of(GatewayRequest request, AttemptLifetime lifetime) =>
        lifetime.ClientGone ? new(RequestEnding.ClientGone, null, null)
        : lifetime.Cut is { } cut ? new(RequestEnding.PolicyCut, null, Refusals.PolicyStreamCut(cut.Policy))
        : new(
            RequestEnding.ProviderCut, FailureClass.Connection,
            Refusals.ProviderStreamCut(request.Target!.Provider.Name));
}
