using System.Text.Json;
using Godwit.Gateway.Conversations;
using Godwit.Gateway.Kept;
using Godwit.Gateway.State;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.ResponseState;

/// <summary>Finds what a request for a response goes on with, before it is decided who may answer.</summary>
internal sealed class ResponseStateStep(
    SealedIds ids, ReasoningMark marks, IResponseStore store, ConversationStep conversations, ConversationStore kept,
    TimeProvider time)
{
    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (request.Dialect != Dialect.OpenAIResponses)
            return null;
        if (marks.TakeOff(request) && Steps.ReadStep.Scan(request) is { } unclear)
            return unclear;
        var scan = ResponseScan.Read(request.Body.Span);
        if (scan.NamesConversation)
            return await JoinAsync(request, scan);
        Guid? previous = null;
        var isHeld = false;
        (string, string)? named = null;
        if (scan.Previous is { } text)
        {
            var id = ids.Open(SealedIdPurpose.Response, request.Key!.Project, text);
            if (id is null || id.IsExpired(time.GetUtcNow()))
                return ResponseRefusals.NoSuchPrevious(text);
            if (id.Provider.Length > 0)
            {
                if (request.Held is { Kind: HeldKind.Files } files && !files.MayHold(id.Provider, id.Account))
                    return KeptRefusals.SeveralKeepers(files.Provider, id.Provider);
                request.Held = new HeldState(
                    HeldKind.Conversation, id.Provider,
                    id.Account.Length > 0 || request.Held?.Provider != id.Provider ? id.Account : request.Held.Account);
                (isHeld, named) = (true, (id.NativeId, text));
                request.Body.Replace(scan.PreviousRange, ModelName.ToJson(id.NativeId));
                if (Steps.ReadStep.Scan(request) is { } unreadable)
                    return unreadable;
                scan = ResponseScan.Read(request.Body.Span);
            }
            else if (Guid.TryParseExact(id.NativeId, "N", out var guid))
                previous = guid;
        }

        var history = new ResponseHistory(
            (IResponseStore?)request.Memory ?? store, request.Key!.Project, request.Http.RequestAborted);
        var earlier = previous is { } first ? await history.ItemsAsync(first) : null;
        if (previous is not null && earlier is null)
            return ResponseRefusals.NotKept(scan.Previous!);
        request.Turn = new ResponseTurn(request, scan, ids, marks, store)
        {
            Previous = previous, Earlier = earlier, Named = named,
        };
        return !isHeld ? await ReferAsync(request, scan, history) : null;
    }

    /// <summary>Goes on with a conversation, whichever provider answers.</summary>
    private async ValueTask<Refusal?> JoinAsync(GatewayRequest request, ResponseScan scan)
    {
        var owner = request.Key!.Project;
        if (!kept.Keeps)
            return ConversationRefusals.NotKept;
        if (scan.Previous is not null)
            return ConversationRefusals.Both;
        if (request.Held is { Kind: HeldKind.Files })
            return ConversationRefusals.Files("input");
        if (scan.Conversation is not { } text)
            return ConversationRefusals.NotAnId;
        if (request.WarmsUp)
            return ResponseSockets.SocketRefusals.WarmUpElsewhere;
        if (conversations.Open(owner, text) is not { } id
            || await kept.FindAsync(id, owner, request.Http.RequestAborted) is not { } found)
            return ConversationRefusals.NoSuch(text);
        var conversation = new ConversationTurn(kept, owner, found);
        request.Turn = new ResponseTurn(request, scan, ids, marks, store)
        {
            Conversation = conversation, Earlier = conversation.AsList(),
        };
        return await ReferAsync(request, scan, new ResponseHistory(store, owner, request.Http.RequestAborted));
    }

    /// <summary>Finds the items that are only named, of those that Godwit itself handed out.</summary>
    private static async ValueTask<Refusal?> ReferAsync(
        GatewayRequest request, ResponseScan scan, ResponseHistory history)
    {
        var turn = request.Turn!;
        var named = turn.Earlier is { } earlier ? ResponseHistory.ReferencesIn(earlier).ToList() : [];
        var input = request.Body.Memory.Slice(scan.Input.Start, scan.Input.Length);
        if (input.Span.IndexOf("\"id\""u8) >= 0)
        {
            using var document = JsonDocument.Parse(input, new() { MaxDepth = RequestScan.MaxDepth });
            named.AddRange(ResponseHistory.ReferencesIn(document.RootElement));
        }

        foreach (var id in named)
        {
            if (!ResponseHistory.TryParse(id, out var response, out var index))
                continue;
            if (await history.ItemAsync(response, index) is not { } item)
                return ResponseRefusals.NoSuchItem(id);
            turn.Refer(id, item);
        }

        return null;
    }
}
