using System.Net.WebSockets;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Steps;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.Realtime;

/// <summary>A realtime session under way: relayed both ways message by message, until one side closes it.</summary>
internal sealed class RealtimeSession(ClientHandshake handshake, SettleStep settle, TimeProvider time)
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);

    /// <summary>Accepts the client and relays until the session is over, which is then settled.</summary>
    public async Task RunAsync(GatewayRequest request, WebSocket provider, string? protocol, AttemptClock clock)
    {
        AnswerHeaders.Write(request);
        using var client = await handshake.AcceptAsync(request.Http, protocol);
        using var toProvider = new RealtimePump(client, provider);
        using var toClient = new RealtimePump(provider, client) { ReadsUsage = true };
        var token = request.Lifetime.Token;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(), ended);
        var (up, down) = (toProvider.RunAsync(), toClient.RunAsync());
        var first = await Task.WhenAny(up, down, ended.Task);

        request.Usage = toClient.Usage;
        request.Ending = EndingOf(
            request.Lifetime, first == up ? await up : first == down ? await down : PumpEnd.Closed,
            first == down);
        request.Add(clock.Record(
            request.Target!, StatusCodes.Status101SwitchingProtocols,
            request.Ending == RequestEnding.ProviderCut ? FailureClass.Connection : null));
        settle.Run(request, StatusCodes.Status101SwitchingProtocols);
        await CloseAsync(request, client, provider, toClient, toProvider);
        try
        {
            await Task.WhenAll(up, down).WaitAsync(CloseWithin, time);
        }
        catch (TimeoutException)
        {
            // Who does not answer a close is not waited for any longer.
            client.Abort();
            provider.Abort();
            await Task.WhenAll(up, down);
        }
    }

    private static RequestEnding EndingOf(AttemptLifetime lifetime, PumpEnd end, bool ofProvider) =>
        lifetime.Cut is not null ? RequestEnding.PolicyCut
        : lifetime.ClientGone ? RequestEnding.ClientGone
        : end == PumpEnd.Closed ? RequestEnding.Completed
        : end == PumpEnd.SourceBroke == ofProvider ? RequestEnding.ProviderCut
        : RequestEnding.ClientGone;

    /// <summary>
    /// Passes the end on to the other side, and says to the client why a policy or the provider ended it.
    /// </summary>
    private async Task CloseAsync(
        GatewayRequest request, WebSocket client, WebSocket provider, RealtimePump toClient, RealtimePump toProvider)
    {
        using var limit = new CancellationTokenSource(CloseWithin, time);
        var refusal = request.Ending switch
        {
            RequestEnding.PolicyCut => Refusals.PolicyStreamCut(request.Lifetime.Cut!.Value.Policy),
            RequestEnding.ProviderCut => Refusals.ProviderStreamCut(request.Target!.Provider.Name),
            _ => null,
        };
        if (refusal is null)
        {
            await toClient.CloseAsync(provider.CloseStatus, provider.CloseStatusDescription, limit.Token);
            await toProvider.CloseAsync(client.CloseStatus, client.CloseStatusDescription, limit.Token);
        }
        else
        {
            var status = request.Ending == RequestEnding.PolicyCut
                ? WebSocketCloseStatus.PolicyViolation : WebSocketCloseStatus.InternalServerError;
            await toClient.SendBetweenAsync(RealtimeErrors.Write(refusal), limit.Token);
            await toClient.CloseAsync(status, refusal.Code, limit.Token);
            await toProvider.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, null, limit.Token);
        }
    }
}
