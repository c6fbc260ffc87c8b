using System.Buffers;
using System.Globalization;
using System.Net;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Lists what a project has: from this node's memory which things there are, from their providers what they are now.
/// </summary>
/// <remarks>
/// A provider's own list is never asked for. It has what all tenants of its account have, in pages that would have to
/// be read to their end for a tenant that has little; see docs/adr/0005.
/// </remarks>
internal sealed class KeptListing(
    ProviderClients clients, ProviderCredentials credentials, KeptAnswer answer, KeptIdSeals seals,
    OwnedObjects objects, SettleStep settle, TimeProvider time)
{
    private const int Most = 100;
    private const int AtOnce = 8;

    /// <summary>Answers with a page, or says why it can't.</summary>
    public async ValueTask<AttemptFailure?> RunAsync(GatewayRequest request)
    {
        if (!objects.Loaded)
            return AttemptFailure.Unreadable(KeptRefusals.NotListedYet);
        var (kept, query) = (request.Kept!, request.Http.Request.Query);
        if (ReadLimit(query, kept.Call.Kind) is not { } limit)
            return AttemptFailure.Unreadable(
                Refusals.BadRequest("invalid_value", "'limit' must be a whole number from 1 on.", "limit"));
        var mine = Mine(request, kept, query["order"] == "asc");
        var from = 0;
        if (query["after"] is [{ Length: > 0 } after])
        {
            from = seals.Open(request.Key!.Project, kept.Call.Kind, after) is { } key ? mine.IndexOf(key) + 1 : 0;
            if (from == 0)
                return AttemptFailure.Unreadable(KeptRefusals.NoSuchObject(kept.Call.Kind, after, "after"));
        }

        var asked = new ListAttempts(request, time);
        var page = new List<ListedObject>();
        var lifetime = request.Lifetime;
        lifetime.Begin(time, request.Http.RequestAborted);
        try
        {
            while (page.Count < limit && from < mine.Count)
            {
                var next = mine.GetRange(from, Math.Min(AtOnce, mine.Count - from));
                foreach (var found in await Task.WhenAll(next.Select(key => AskAsync(request, key, asked))))
                {
                    if (page.Count == limit)
                        break;
                    from++;
                    if (found.Failure is not null)
                        return asked.End(found.Failure);
                    Take(request, found, page, query["purpose"]);
                }
            }
        }
        finally
        {
            lifetime.End();
        }

        asked.End(null);
        await WriteAsync(request, page, hasMore: from < mine.Count);
        return null;
    }

    private static int? ReadLimit(IQueryCollection query, OwnedKind kind) => query["limit"] switch
    {
        [] => kind == OwnedKind.File ? Most : 20,
        [{ } text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit > 0 =>
            Math.Min(limit, Most),
        _ => null,
    };

    private List<OwnedKey> Mine(GatewayRequest request, KeptRequest kept, bool oldestFirst)
    {
        var project = request.Key!.Project;
        var listed = kept.Listed.Select(keeper => keeper.Name).ToHashSet();
        var mine = objects.Of(project.Organization, project.Name, kept.Call.Kind)
            .Where(key => listed.Contains(key.Provider) && credentials.Reaches(
                request.Snapshot.Keepers[key.Provider].Targets[0].Provider, key.Account));
        return oldestFirst ? [.. mine.Reverse()] : [.. mine];
    }

    private async Task<ListedObject> AskAsync(GatewayRequest request, OwnedKey key, ListAttempts asked)
    {
        var target = request.Snapshot.Keepers[key.Provider].Targets[0];
        var clock = asked.Begin(target);
        var lifetime = request.Lifetime;

        // Not the request's own: several are asked at once.
        var turn = new CredentialTurn { Held = new HeldState(HeldKind.Thing, key.Provider, key.Account) };
        try
        {
            lifetime.ExpireAfter(target.Provider.ResponseTimeout);
            var door = target.Doors[0];
            var endpoint = door.EndpointOf(request.Operation.ToPolicy(), stream: false);
            using var message = ProviderRequest.Write(
                request, target, door, HttpMethod.Get,
                ProviderRequest.Extend(endpoint, $"/{Uri.EscapeDataString(key.Id)}"), null);
            await credentials.ApplyAsync(
                message, turn, target, door, request.Operation.ToPolicy(), lifetime.Token);
            using var response = await clients.For(target.Provider).SendAsync(message, lifetime.Token);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return new ListedObject(key, null, null);
            if (response.IsSuccessStatusCode)
            {
                credentials.Succeed(turn, target);
                return new ListedObject(key, await KeptAnswer.ReadAsync(response, clock, lifetime), null);
            }

            var failure = await ErrorAnswer.ReadAsync(target, turn, response, time.GetUtcNow(), lifetime.Token);
            credentials.Fail(turn, target, failure);
            return new ListedObject(key, null, failure);
        }
        catch (CredentialException e)
        {
            return new ListedObject(key, null, credentials.Unusable(request, turn, target, e));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return new ListedObject(
                key, null, lifetime.ClientGone ? AttemptFailure.Gone : AttemptFailure.Of(e, target, lifetime));
        }
    }

    private void Take(GatewayRequest request, ListedObject found, List<ListedObject> page, string? purpose)
    {
        if (found.Json is not { } json)
            answer.Note(request, found.Key, gone: true);
        else if (purpose is null || KeptJson.TextOf(json, "purpose") == purpose)
            page.Add(found);
    }

    private async ValueTask WriteAsync(GatewayRequest request, List<ListedObject> page, bool hasMore)
    {
        var bytes = new ArrayBufferWriter<byte>(1024 * (page.Count + 1));
        bytes.Write("{\"object\":\"list\",\"data\":["u8);
        for (var i = 0; i < page.Count; i++)
        {
            if (i > 0)
                bytes.Write(","u8);
            bytes.Write(answer.Seal(request, page[i].Key, page[i].Json!.Value, page[i].Key.Kind).Span);
        }

        bytes.Write("]"u8);
        if (page.Count > 0)
        {
            KeptJson.WriteText(bytes, ",\"first_id\":"u8, seals.Seal(request.Key!.Project, page[0].Key)!);
            KeptJson.WriteText(bytes, ",\"last_id\":"u8, seals.Seal(request.Key!.Project, page[^1].Key)!);
        }

        bytes.Write(hasMore ? ",\"has_more\":true}"u8 : ",\"has_more\":false}"u8);
        KeptAnswer.WriteHead(request, StatusCodes.Status200OK, bytes.WrittenCount);
        settle.Run(request, StatusCodes.Status200OK);
        await request.Http.Response.BodyWriter.WriteAsync(bytes.WrittenMemory);
    }

    /// <summary>A thing that was asked for: its JSON, or why there is none; neither when it is gone.</summary>
    private readonly record struct ListedObject(OwnedKey Key, ReadOnlyMemory<byte>? Json, AttemptFailure? Failure);
}
