using System.Text.Json;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.ResponseState;
using Godwit.Gateway.State;
using Godwit.Policy.Access;

namespace Godwit.Gateway.Conversations;

/// <summary>Answers what is asked of conversations, which this node keeps.</summary>
internal sealed class ConversationStep(SealedIds ids, ConversationStore store, BodyReader bodies)
{
    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (!store.Keeps)
            return ConversationRefusals.NotKept;
        var http = request.Http.Request;
        var call = ConversationCall.Of(http.Path.Value!, http.Method);
        var body = default(ConversationBody);
        if (call.Action is ConversationAction.Create or ConversationAction.Update or ConversationAction.AddItems)
        {
            if (await bodies.ReadAsync(request) is { } unreadable)
                return unreadable;
            if (ConversationBody.Read(request.Body.Memory, out body) is { } wrong)
                return wrong;
        }

        if (call.Action == ConversationAction.Create)
            return await CreateAsync(request, body);
        if (Open(request.Key!.Project, call.Id) is not { } id
            || await store.FindAsync(id, request.Key.Project, request.Http.RequestAborted) is not { } found)
            return ConversationRefusals.NoSuch(call.Id);
        return await (call.Action switch
        {
            ConversationAction.Get => TellAsync(request, call.Id, found),
            ConversationAction.Update => UpdateAsync(request, call, id, body),
            ConversationAction.AddItems => AddAsync(request, call, id, body),
            ConversationAction.ListItems => ListAsync(request, found),
            ConversationAction.Delete => DeleteAsync(request, call.Id, id),
            _ => ItemAsync(request, call, id, found),
        });
    }

    /// <summary>Godwit's own id of a conversation that this owner may use; null when there is none.</summary>
    public Guid? Open(ProjectRules owner, string text) =>
        ids.Open(SealedIdPurpose.Conversation, owner, text) is { } opened
            && Guid.TryParseExact(opened.NativeId, "N", out var id) ? id : null;

    private async ValueTask<Refusal?> CreateAsync(GatewayRequest request, ConversationBody body)
    {
        var owner = request.Key!.Project;
        var made = store.Create(
            owner, body.Metadata ?? Nothing, ConversationItems.Prepare(body.Items ?? [], []));
        return made is null ? ConversationRefusals.NoRoom : await TellAsync(
            request,
            ids.Seal(new SealedId(
                SealedIdPurpose.Conversation, owner.Organization, owner.Name, "", made.Id.ToString("N")))!,
            made);
    }

    private async ValueTask<Refusal?> UpdateAsync(
        GatewayRequest request, ConversationCall call, Guid id, ConversationBody body)
    {
        if (body.Items is not null)
            return Refusals.BadRequest(
                "invalid_value", "Items are added by POST /v1/conversations/{id}/items.", "items");
        var changed = await store.ChangeAsync(
            id, request.Key!.Project, found => found with { Metadata = body.Metadata ?? Nothing },
            request.Http.RequestAborted);
        return changed is null ? ConversationRefusals.NoSuch(call.Id) : await TellAsync(request, call.Id, changed);
    }

    private async ValueTask<Refusal?> AddAsync(
        GatewayRequest request, ConversationCall call, Guid id, ConversationBody body)
    {
        if (body.Items is not { Count: > 0 } items)
            return Refusals.BadRequest("missing_required_parameter", "'items' is missing.", "items");
        List<JsonElement> added = [];
        var changed = await store.ChangeAsync(
            id, request.Key!.Project,
            found => found with { Items = [.. found.Items, .. added = ConversationItems.Prepare(items, found.Items)] },
            request.Http.RequestAborted);
        if (changed is null)
            return added.Count > 0 ? ConversationRefusals.NoRoom : ConversationRefusals.NoSuch(call.Id);
        ConversationJson.WriteList(Begin(request), added, hasMore: false);
        return await FlushAsync(request);
    }

    private static async ValueTask<Refusal?> ListAsync(GatewayRequest request, StoredConversation found)
    {
        if (InputItemList.Read(request.Http.Request.Query, out var page) is { } unfit)
            return unfit;
        if (ConversationJson.PageOf(found, page, out var hasMore) is not { } items)
            return ConversationRefusals.NoSuchItem(page.After!, "after");
        ConversationJson.WriteList(Begin(request), items, hasMore);
        return await FlushAsync(request);
    }

    private async ValueTask<Refusal?> ItemAsync(
        GatewayRequest request, ConversationCall call, Guid id, StoredConversation found)
    {
        var at = found.IndexOf(call.Item);
        if (at < 0)
            return ConversationRefusals.NoSuchItem(call.Item, "item_id");
        if (call.Action == ConversationAction.GetItem)
        {
            ConversationJson.WriteItem(Begin(request), found.Items[at]);
            return await FlushAsync(request);
        }

        var changed = await store.ChangeAsync(
            id, request.Key!.Project,
            now => now with { Items = [.. now.Items.Where(item => StoredConversation.IdOf(item) != call.Item)] },
            request.Http.RequestAborted);
        return changed is null ? ConversationRefusals.NoSuch(call.Id) : await TellAsync(request, call.Id, changed);
    }

    private async ValueTask<Refusal?> DeleteAsync(GatewayRequest request, string known, Guid id)
    {
        await store.ForgetAsync(id, request.Http.RequestAborted);
        ConversationJson.WriteDeleted(Begin(request), known);
        return await FlushAsync(request);
    }

    private static async ValueTask<Refusal?> TellAsync(
        GatewayRequest request, string known, StoredConversation conversation)
    {
        ConversationJson.Write(Begin(request), known, conversation);
        return await FlushAsync(request);
    }

    private static Streaming.RoomyOutput Begin(GatewayRequest request)
    {
        request.Http.Response.ContentType = "application/json";
        request.Http.Response.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
        return new Streaming.RoomyOutput(request.Http.Response.BodyWriter);
    }

    private static async ValueTask<Refusal?> FlushAsync(GatewayRequest request)
    {
        await request.Http.Response.BodyWriter.FlushAsync();
        return null;
    }
}
