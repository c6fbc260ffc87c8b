using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Kept;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Attempts;

/// <summary>
/// Asks the one provider that holds something about it: the target of the request's route, at its first door. There is
/// nobody else to ask: a failure is the answer.
/// </summary>
internal sealed class HolderAttempt(
    ProviderClients clients, ProviderCredentials credentials, SettleStep settle, TimeProvider time)
{
    /// <summary>Sends a request and has its answer read.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="read">Reads an answer of success; what it returns is the outcome.</param>
    /// <returns>Null once the answer was taken; else why not.</returns>
    public async ValueTask<AttemptFailure?> RunAsync(
        GatewayRequest request, HolderCall call,
        Func<HttpResponseMessage, AttemptClock, ValueTask<AttemptFailure?>> read)
    {
        var target = request.Route!.Targets[0];
        while (true)
        {
            var content = call.Content?.Invoke();
            if (await SendAsync(request, call, content, read) is not { } failure)
                return null;

            // What was read from the client while it was sent is there no more.
            if (!credentials.Fail(request.Credential, target, failure) || content is UploadContent { Arrives: true })
                return credentials.Explain(request, target, failure);
        }
    }

    /// <summary>What to tell the client of a failure, in Godwit's words; null when it was told in the provider's.
    /// </summary>
    /// <param name="request">The client's request.</param>
    /// <param name="failure">What came of it.</param>
    /// <param name="decide">Decides about the territory once more, for a later instant.</param>
    public async ValueTask<Refusal?> EndAsync(GatewayRequest request, AttemptFailure failure, Func<Refusal?> decide)
    {
        if (failure.ClientGone)
            return Refusals.ClientGone;
        if (failure.Cut is { } cut)
        {
            request.DecideAnew(new DateTimeOffset(cut.AtTicks, TimeSpan.Zero));
            return decide() ?? Refusals.PolicyStreamCut(cut.Policy);
        }

        if (failure.Class == Policy.Catalog.FailureClass.RegionRefusal)
            return Believe(request);
        if (failure.Refusal is { } refusal)
            return refusal;
        await settle.PassOnAsync(request, failure);
        return null;
    }

    private async ValueTask<AttemptFailure?> SendAsync(
        GatewayRequest request, HolderCall call, HttpContent? content,
        Func<HttpResponseMessage, AttemptClock, ValueTask<AttemptFailure?>> read)
    {
        var target = request.Route!.Targets[0];
        var door = DoorOf(request, target);
        var clock = new AttemptClock(time, request.StartTimestamp);
        var lifetime = request.BeginSend(target, door, time);
        using var message = ProviderRequest.Write(
            request, target, door, call.Method,
            ProviderRequest.Extend(door.EndpointOf(call.Operation, stream: false), call.Suffix), content);
        AttemptFailure? failure;
        try
        {
            lifetime.ExpireAfter(target.Provider.ResponseTimeout);
            await credentials.ApplyAsync(
                message, request.Credential, target, door, call.Operation, lifetime.Token);
            using var response = await clients.For(target.Provider).SendAsync(message, lifetime.Token);
            if (response.IsSuccessStatusCode)
            {
                credentials.Succeed(request.Credential, target);
                failure = await read(response, clock);
            }
            else
            {
                failure = await ErrorAnswer.ReadAsync(
                    target, request.Credential, response, time.GetUtcNow(), lifetime.Token);
            }

            if (failure is null)
                return null;
        }
        catch (CredentialException e)
        {
            failure = credentials.Unusable(request, request.Credential, target, e);
        }
        catch (Exception e) when (content is UploadContent { Fault: { } fault } && e is not OperationCanceledException)
        {
            // It is the client's upload that can't be sent, whatever the provider made of its end.
            failure = AttemptFailure.Unreadable(fault);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // An upload reads from the client while it is sent: either side may have broken it.
            failure = lifetime.ClientGone ? AttemptFailure.Gone : AttemptFailure.Of(e, target, lifetime);
        }
        finally
        {
            if (content is UploadContent { Sending: true })
                request.Body.Lend();
            lifetime.End();
        }

        return request.Fail(clock, target, failure);
    }

    private static DoorRules DoorOf(GatewayRequest request, TargetRules target) =>
        request.Held?.Kind == HeldKind.Response ? HeldState.ResponsesDoor(target)! : target.Doors[0];

    /// <summary>The provider refuses the region itself, and there is no other.</summary>
    private static Refusal Believe(GatewayRequest request)
    {
        var target = request.Target!;
        request.AddPolicyBehind(RoutePolicy.Believe(
            request.TerritoryFacts, request.Route ?? request.Snapshot.Keepers[target.Provider.Name],
            request.Operation.ToPolicy(), request.DecidedAt.UtcTicks, target, request.Plan));
        return Refusals.TerritoryNotServed(
            $"Country, region, or territory not supported: the provider {target.Provider.Name} itself refused this "
            + "request.");
    }
}
