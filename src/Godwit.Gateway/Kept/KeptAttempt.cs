using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Policy.Catalog;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Sends one request about what a provider keeps. There is nobody else to ask: a failure is the answer.
/// </summary>
internal sealed class KeptAttempt(ProviderClients clients, ProviderCredentials credentials, TimeProvider time)
{
    /// <summary>Sends a request and has its answer read.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="operation">Whose URL is asked.</param>
    /// <param name="method">The method.</param>
    /// <param name="suffix">What follows the operation's URL.</param>
    /// <param name="content">The body; null for none.</param>
    /// <param name="read">Reads an answer of success; what it returns is the outcome.</param>
    /// <returns>Null once the answer was taken; else why not.</returns>
    public async ValueTask<AttemptFailure?> RunAsync(
        GatewayRequest request, Operation operation, HttpMethod method, string suffix, HttpContent? content,
        Func<HttpResponseMessage, AttemptClock, ValueTask<AttemptFailure?>> read)
    {
        var target = request.Route!.Targets[0];
        var door = target.Doors[0];
        var clock = new AttemptClock(time, request.StartTimestamp);
        var lifetime = request.BeginSend(target, door, time);
        using var message = ProviderRequest.Write(request, target, door, content);
        message.Method = method;
        message.RequestUri = Extend(door.Endpoints[operation], suffix);
        AttemptFailure? failure;
        try
        {
            lifetime.ExpireAfter(target.Provider.ResponseTimeout);
            await credentials.ApplyAsync(
                message, request.Credential, target, door, operation, lifetime.Token, ofKeeper: true);
            using var response = await clients.For(target.Provider).SendAsync(message, lifetime.Token);
            failure = response.IsSuccessStatusCode
                ? await read(response, clock)
                : await ErrorAnswer.ReadAsync(
                    target, request.Credential, response, time.GetUtcNow(), lifetime.Token);
            if (failure is null)
                return null;
        }
        catch (CredentialException e)
        {
            failure = credentials.Unusable(request.Credential, target, e);
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

    /// <summary>
    /// The URL of something behind an operation's own; its query, such as Azure's api-version, stays.
    /// </summary>
    public static Uri Extend(Uri endpoint, string suffix)
    {
        var query = suffix.IndexOf('?', StringComparison.Ordinal);
        var (path, more) = query < 0 ? (suffix, "") : (suffix[..query], suffix[(query + 1)..]);
        var own = endpoint.Query.TrimStart('?');
        var all = own.Length > 0 && more.Length > 0 ? $"?{own}&{more}"
            : own.Length + more.Length > 0 ? $"?{own}{more}" : "";
        return new Uri(endpoint.GetLeftPart(UriPartial.Path) + path + all);
    }
}
