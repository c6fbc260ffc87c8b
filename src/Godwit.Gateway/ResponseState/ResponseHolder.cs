using System.Net;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.State;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ResponseState;

/// <summary>Asks the provider that holds a response about it, and tells the client with the ids it knows.</summary>
internal sealed class ResponseHolder(
    SealedIds ids, ProviderClients clients, ProviderCredentials credentials, TimeProvider time)
{
    private const int ReadSize = 16 * 1024;

    public async ValueTask<Refusal?> AskAsync(GatewayRequest request, StoredResponseCall call, SealedId id)
    {
        if (TargetOf(request, id) is not { } target)
            return ResponseRefusals.NoSuchResponse(call.Id);
        if (!TerritoryPolicy.Decide(
                request.TerritoryFacts, target.Provider.Territories, target.Model, request.DecidedAt.UtcTicks).MayServe)
            return ResponseRefusals.OutOfReach(request, target.Provider.Name);
        var door = target.Doors.First(one => one.Dialect == Dialect.OpenAIResponses);
        request.BeginAttempt(target, door);
        using var expiry = new CancellationTokenSource(target.Provider.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, request.Http.RequestAborted);
        using var message = Write(request, call, id, target, door);
        try
        {
            await credentials.ApplyAsync(message, request.Credential, target, door, Operation.Chat, either.Token);
            using var response = await clients.For(target.Provider).SendAsync(message, either.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return ResponseRefusals.NoSuchResponse(call.Id);
            if (!response.IsSuccessStatusCode)
            {
                var failure = await ErrorAnswer.ReadAsync(
                    target, request.Credential, response, time.GetUtcNow(), either.Token);
                if (failure.Refusal is null)
                    await failure.WriteAsync(request);
                return failure.Refusal;
            }

            await RelayAsync(request, call, id, response, either.Token);
            return null;
        }
        catch (CredentialException e)
        {
            return credentials.Unusable(request.Credential, target, e).Refusal;
        }
        catch (Exception e) when (!request.Http.Response.HasStarted && e is HttpRequestException or IOException)
        {
            return Refusals.ProviderUnreachable(target.Provider.Name, proxyStatus: "connection_terminated");
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !request.Http.Response.HasStarted)
        {
            return Refusals.ProviderTimeout(target.Provider.Name);
        }
    }

    /// <summary>A target of the holder that this key may use; of the route it was made by first.</summary>
    private static TargetRules? TargetOf(GatewayRequest request, SealedId id)
    {
        var routes = request.Snapshot.Routes.All.Where(route => AccessPolicy.MayUse(request.Key!, route.Name));
        return routes.OrderBy(route => route.Name == id.Route ? 0 : 1).SelectMany(route => route.Targets)
            .FirstOrDefault(target => ResponseAffinity.Holds(target, id.Provider));
    }

    private static HttpRequestMessage Write(
        GatewayRequest request, StoredResponseCall call, SealedId id, TargetRules target, DoorRules door)
    {
        var create = door.EndpointOf(Operation.Chat, stream: false);
        var query = (create.Query.TrimStart('?'), request.Http.Request.QueryString.Value?.TrimStart('?') ?? "") switch
        {
            ("", var asked) => asked,
            (var own, "") => own,
            var (own, asked) => $"{own}&{asked}",
        };
        var uri = new UriBuilder(create)
        {
            Path = $"{create.AbsolutePath}/{Uri.EscapeDataString(id.NativeId)}{call.Suffix}", Query = query,
        };
        var message = new HttpRequestMessage(new HttpMethod(request.Http.Request.Method), uri.Uri)
        {
            Version = target.Provider.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("User-Agent", ProviderRequest.UserAgent);
        return message;
    }

    private async ValueTask RelayAsync(
        GatewayRequest request, StoredResponseCall call, SealedId id, HttpResponseMessage response,
        CancellationToken cancellation)
    {
        var type = response.Content.Headers.ContentType;
        var isStream = "text/event-stream".Equals(type?.MediaType, StringComparison.OrdinalIgnoreCase);
        var filter = new ResponseIdFilter(_ => null, isStream);
        filter.Add(id.NativeId, call.Id);
        await using var stream = await AnswerBody.OpenAsync(response, cancellation);
        var http = request.Http.Response;
        http.ContentType = HeaderText.Of(type) ?? "application/json";
        http.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
        var buffer = new byte[ReadSize];
        using var whole = new MemoryStream();
        int length;
        while ((length = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (isStream)
            {
                filter.Feed(buffer.AsSpan(0, length), new RoomyOutput(http.BodyWriter));
                await http.BodyWriter.FlushAsync(cancellation);
            }
            else
                whole.Write(buffer, 0, length);
        }

        if (!isStream)
            Tell(id, whole.GetBuffer().AsSpan(0, (int)whole.Length), filter, http);
        filter.Complete(new RoomyOutput(http.BodyWriter));
        await http.BodyWriter.FlushAsync(cancellation);
    }

    /// <summary>A whole response may name the one before it.</summary>
    private void Tell(SealedId id, ReadOnlySpan<byte> body, ResponseIdFilter filter, HttpResponse http)
    {
        try
        {
            if (ResponseScan.Read(body).Previous is { } native && ids.Seal(id with { NativeId = native }) is { } known)
                filter.Add(native, known);
        }
        catch (System.Text.Json.JsonException)
        {
            // Not JSON: relayed as it is.
        }

        filter.Feed(body, new RoomyOutput(http.BodyWriter));
    }
}
