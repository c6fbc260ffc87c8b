using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway;

/// <summary>One attempt's steps, in order, and nothing else: write the request, send, classify, relay.</summary>
internal sealed class AttemptPipeline(ProviderClients clients, AnswerRelay relay, TimeProvider time)
{
    /// <summary>Sends the request to one target.</summary>
    /// <returns>Null once an answer is on its way to the client; else why nothing was sent to it.</returns>
    public async ValueTask<AttemptFailure?> RunAsync(GatewayRequest request, TargetRules target)
    {
        var clock = new AttemptClock(time, request.StartTimestamp);
        request.BeginAttempt(target);
        var lifetime = request.Lifetime;
        lifetime.Begin(time, request.Http.RequestAborted);
        if (CutOf(request, target) is { } cut)
            lifetime.EndAt(cut, time);
        var patch = new RequestPatch(
            request.Body.Memory, request.Scan, target.ProviderModelJson, AsksUsage(request, target));
        using var message = ProviderRequest.Write(request, target, patch);          // 1 write
        AttemptFailure? failure;
        try
        {
            lifetime.ExpireAfter(target.Provider.ResponseTimeout);
            using var response = await clients.For(target.Provider).SendAsync(message, lifetime.Token);    // 2 send
            failure = !response.IsSuccessStatusCode
                ? await ErrorAnswer.ReadAsync(target, response, time.GetUtcNow(), lifetime.Token)    // 3 classify
                : await relay.RunAsync(request, response, lifetime, clock, patch.AsksForUsage);            // 4 relay
            if (failure is null)
                return null;
        }
        catch (HttpRequestException e)
        {
            failure = AttemptFailure.Unreachable(target, ErrorAnswer.ProxyStatus(e));
        }
        catch (IOException)
        {
            failure = AttemptFailure.Unreachable(target, "connection_terminated");
        }
        catch (OperationCanceledException)
        {
            failure = lifetime.ClientGone ? AttemptFailure.Gone
                : lifetime.Cut is { } reached ? AttemptFailure.CutBy(reached)
                : AttemptFailure.TimedOut(target);
        }
        finally
        {
            if (message.Content is SplicedContent { Sending: true })
                request.Body.Lend();
            lifetime.End();
        }

        request.Add(clock.Record(target, failure.Status, failure.IsProviders ? failure.Class : null));
        if (failure.ClientGone)
            request.Ending = RequestEnding.ClientGone;
        return failure;
    }

    private static TerritoryCut? CutOf(GatewayRequest request, TargetRules target) => TerritoryPolicy.CutOf(
        request.TerritoryFacts, target.Provider.Territories, target.Model, request.DecidedAt.UtcTicks);

    private static bool AsksUsage(GatewayRequest request, TargetRules target) =>
        target.Provider.StreamUsageOption && request.Operation.ToPolicy() != Operation.Embeddings;
}
