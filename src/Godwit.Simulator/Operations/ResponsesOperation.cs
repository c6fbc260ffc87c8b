using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Responses;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Creates responses: <c>responses</c>, and each turn of its WebSocket.</summary>
internal sealed class ResponsesOperation(
    FaultScript script, ResponseReplies replies, ResponseStore store, Seal seal, TimeProvider time)
{
    public async Task AnswerAsync(Exchange exchange, JsonElement root)
    {
        if (Read(exchange, root, null, out ResponsesRequest? request) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        Conversation conversation = replies.ConversationOf(request!);
        exchange.Apply(TakeFaults(exchange, request!, conversation));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, request!.Stream);
            return;
        }

        if (exchange.Provider.Latency > TimeSpan.Zero && !request!.Background)
        {
            await exchange.WaitAsync(exchange.Provider.Latency);
        }

        ResponseReply reply = replies.Compose(request!, conversation, exchange.Provider);
        if (request!.Stream)
        {
            await using AnswerStream stream = new(exchange);
            await StreamAsync(exchange, stream, reply, null);
        }
        else
        {
            await AnswerPlainAsync(exchange, reply);
        }
    }

    /// <summary>Reads and checks a request; the error says what is wrong.</summary>
    /// <param name="exchange">Whose request it is.</param>
    /// <param name="root">The body.</param>
    /// <param name="connection">What the connection itself remembers; null over plain HTTP.</param>
    /// <param name="request">The request, when nothing is wrong.</param>
    public ProviderError? Read(
        Exchange exchange, JsonElement root, ResponseStore? connection, out ResponsesRequest? request)
    {
        string provider = exchange.Provider.Name;
        bool strict = ProviderDoors.IsStrict(provider, Dialect.Responses);
        ResponsesQuirks quirks = ResponsesQuirks.Of(provider);
        request = null;
        ProviderError? error = ResponsesCheck.Check(root, strict, connection is not null)
            ?? ResponsesItemCheck.Check(root, strict, seal)
            ?? ModelsOperation.CheckModel(exchange.Provider, RequestFields.Text(root, "model")!);
        if (error is not null)
        {
            return error;
        }

        if (FieldCheck.Has(root, "conversation"))
        {
            return new ProviderError(ErrorReason.NotFound, "Conversation not found.", "conversation");
        }

        IEnumerable<JsonElement> before = [];
        if (RequestFields.Text(root, "previous_response_id") is { } previous)
        {
            StoredResponse? stored = quirks.Stateless
                ? null
                : connection?.Find(provider, previous) ?? store.Find(provider, previous);
            if (stored is null)
            {
                return ResponsesCheck.Wrong(
                    "previous_response_id", "previous_response_not_found",
                    $"Previous response with id '{previous}' not found.");
            }

            before = stored.History;
        }

        ResponsesRequest read = ResponsesRequestReader.Read(root, [.. before], quirks, connection is not null);
        request = read;
        return Resolve(read, provider, connection) ?? (strict
            ? CheckReasoning(read, provider, connection) ?? ResponsesHistoryCheck.Check(read.History)
            : null);
    }

    public Faults.FaultPlan TakeFaults(Exchange exchange, ResponsesRequest request, Conversation conversation) =>
        script.TakeFor(
            exchange.Provider.Name, request.Model, request.Stream, prefill: conversation.LastRole == "assistant");

    /// <summary>Composes the reply and sends it; what the caller wants kept is kept.</summary>
    public async Task StreamAsync(
        Exchange exchange, AnswerStream stream, ResponseReply reply, ResponseStore? connection)
    {
        ResponseReply? ended = await ResponsesStream.SendAsync(exchange, stream, reply);
        if (ended is not null)
        {
            connection?.Add(Stored(exchange, ended));
            Keep(exchange, ended);
        }
    }

    public ResponseReply Compose(Exchange exchange, ResponsesRequest request, Conversation conversation) =>
        replies.Compose(request, conversation, exchange.Provider);

    private async Task AnswerPlainAsync(Exchange exchange, ResponseReply reply)
    {
        if (exchange.Faults.Find(FaultKind.ContentFilter) is { AfterChunks: { } tokens })
        {
            reply = reply with
            {
                Finish = Finish.Filtered,
                Items = [.. reply.Items.Select(item => item.Type != "message" ? item : item with
                {
                    Text = item.Text[..TokenRule.LengthOf(item.Text, tokens)], Status = "incomplete",
                })],
            };
        }

        if (exchange.Faults.Has(FaultKind.HugeChunk))
        {
            reply = reply with
            {
                Items = [.. reply.Items.Select(item => item.Type == "message"
                    ? item with { Text = HugeText.After(item.Text) }
                    : item)],
            };
        }

        Keep(exchange, reply);
        bool later = reply.Request.Background;
        await exchange.AnswerAsync(200, json => ResponsesWriter.Write(
            json, reply, later ? "queued" : reply.Status, later ? [] : reply.Items));
    }

    private void Keep(Exchange exchange, ResponseReply reply)
    {
        if (reply.Request.Store)
        {
            store.Add(Stored(exchange, reply));
        }
    }

    private StoredResponse Stored(Exchange exchange, ResponseReply reply) => new(
        exchange.Provider.Name, reply, ResponsesItemWriter.Keep(reply.Items),
        reply.Request.Background && !reply.Request.Stream
            ? time.GetUtcNow() + exchange.Provider.Latency
            : time.GetUtcNow());

    // References stand for items that are kept.
    private ProviderError? Resolve(ResponsesRequest request, string provider, ResponseStore? connection)
    {
        List<JsonElement> history = [];
        foreach (JsonElement item in request.History)
        {
            if (ResponsesItemCheck.TypeOf(item) != "item_reference")
            {
                history.Add(item);
                continue;
            }

            string id = RequestFields.Text(item, "id")!;
            if ((connection?.FindItem(provider, id) ?? store.FindItem(provider, id)) is not { } kept)
            {
                return ItemMissing(id);
            }

            history.Add(kept);
        }

        request.History = history;
        return null;
    }

    // Reasoning without its sealed form is only an id, which means something where the item is kept.
    private ProviderError? CheckReasoning(ResponsesRequest request, string provider, ResponseStore? connection)
    {
        foreach (JsonElement item in request.Input)
        {
            if (ResponsesItemCheck.TypeOf(item) == "reasoning" && !FieldCheck.Has(item, "encrypted_content")
                && RequestFields.Text(item, "id") is { } id
                && connection?.FindItem(provider, id) is null && store.FindItem(provider, id) is null)
            {
                return ItemMissing(id);
            }
        }

        return null;
    }

    private static ProviderError ItemMissing(string id) => new(
        ErrorReason.NotFound,
        $"Item with id '{id}' not found. Items are not persisted when `store` is set to false. Set it to true, or "
            + "remove this item from your input.",
        "input");
}
