using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Realtime;

/// <summary>
/// One attempt at a realtime session: shake hands with the provider, then with the client, then relay. Until the
/// provider has agreed nothing is said to the client, so that another target may still do.
/// </summary>
internal sealed class RealtimeAttempt(
    ProviderClients clients, ProviderCredentials credentials, RealtimeSession session, TimeProvider time)
{
    private const string Magic = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    // Pings keep the way open through address translators, and find a peer that is gone.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public async ValueTask<AttemptFailure?> RunAsync(GatewayRequest request, TargetRules target, DoorRules door)
    {
        var clock = new AttemptClock(time, request.StartTimestamp);
        var lifetime = request.BeginSend(target, door, time);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        using var message = Write(request, target, door, key);
        AttemptFailure? failure;
        try
        {
            lifetime.ExpireAfter(target.Provider.ResponseTimeout);
            await credentials.ApplyAsync(
                message, request.Credential, target, door, Operation.Realtime, lifetime.Token);
            using var response = await clients.ForUpgrade(target.Provider).SendAsync(message, lifetime.Token);
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols && IsAnswerTo(key, response))
            {
                lifetime.ExpireAfter(Timeout.InfiniteTimeSpan);
                using var provider = WebSocket.CreateFromStream(
                    await response.Content.ReadAsStreamAsync(lifetime.Token),
                    new WebSocketCreationOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
                clock.ByteArrived();
                await session.RunAsync(request, provider, ProtocolOf(response), clock);
                return null;
            }

            failure = response.StatusCode is HttpStatusCode.SwitchingProtocols or < HttpStatusCode.MultipleChoices
                ? AttemptFailure.Unreachable(target, "http_upgrade_failed")
                : await ErrorAnswer.ReadAsync(
                    target, request.Credential, response, time.GetUtcNow(), lifetime.Token);
        }
        catch (CredentialException e)
        {
            failure = credentials.Unusable(request, request.Credential, target, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            failure = AttemptFailure.Of(e, target, lifetime);
        }
        finally
        {
            lifetime.End();
        }

        return request.Fail(clock, target, failure);
    }

    private static HttpRequestMessage Write(GatewayRequest request, TargetRules target, DoorRules door, string key)
    {
        var message = ProviderRequest.Write(request, target, door, null);
        message.Method = HttpMethod.Get;
        var namesModel = message.RequestUri!.Query.Contains("model=", StringComparison.Ordinal)
            || message.RequestUri.Query.Contains("deployment=", StringComparison.Ordinal);
        if (!namesModel)
            message.RequestUri = ProviderRequest.Extend(
                message.RequestUri, $"?model={Uri.EscapeDataString(target.ProviderModel)}");
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", key);
        var asked = request.Http.WebSockets.WebSocketRequestedProtocols;
        if (RealtimeProtocols.ForProvider(asked) is { Length: > 0 } protocols)
            message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", protocols);
        return message;
    }

    // RFC 6455, 4.1: without it whoever answers may never have heard of WebSockets.
    private static bool IsAnswerTo(string key, HttpResponseMessage response)
    {
#pragma warning disable CA5350 // The protocol's own hash; nothing is secret here.
        var expected = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Magic)));
#pragma warning restore CA5350
        return response.Headers.NonValidated.TryGetValues("Sec-WebSocket-Accept", out var accept)
            && accept.ToString() == expected;
    }

    private static string? ProtocolOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Sec-WebSocket-Protocol", out var protocol)
            ? protocol.ToString() : null;
}
