using System.Globalization;
using System.Text.Json;
using Godwit.Simulator.Responses;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers what concerns responses that are kept: get, delete, cancel, input items.</summary>
internal sealed class StoredResponsesOperation(ResponseStore store, TimeProvider time)
{
    private const int UsualLimit = 20;
    private const int MostLimit = 100;

    public Task AnswerAsync(Exchange exchange, RequestRoute route)
    {
        string provider = exchange.Provider.Name;
        string id = route.Name!;
        if (store.Find(provider, id) is not { } stored)
        {
            return exchange.RefuseAsync(
                new ProviderError(ErrorReason.NotFound, $"Response with id '{id}' not found."));
        }

        return route.Operation switch
        {
            Operation.ResponseCancel => CancelAsync(exchange, stored),
            Operation.ResponseInputItems => ListInputAsync(exchange, stored),
            _ when exchange.Http.Request.Method == "DELETE" => DeleteAsync(exchange, id),
            _ => GetAsync(exchange, stored),
        };
    }

    private async Task GetAsync(Exchange exchange, StoredResponse stored)
    {
        ResponseReply reply = stored.Reply;
        if (exchange.Http.Request.Query["stream"] == "true" && reply.OtherStatus is null)
        {
            string? begin = exchange.Http.Request.Query["starting_after"];
            int after = int.TryParse(begin, CultureInfo.InvariantCulture, out int number) ? number : -1;
            await using AnswerStream stream = new(exchange);
            await ResponsesStream.SendAsync(exchange, stream, reply, after);
            return;
        }

        bool waits = Waits(stored);
        IReadOnlyList<OutputItem> output = waits || reply.OtherStatus is not null ? [] : reply.Items;
        await exchange.AnswerAsync(200, json => ResponsesWriter.Write(
            json, reply, waits ? "in_progress" : reply.Status, output));
    }

    private Task DeleteAsync(Exchange exchange, string id)
    {
        store.Remove(exchange.Provider.Name, id);
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("object", "response");
            json.WriteBoolean("deleted", true);
            json.WriteEndObject();
        });
    }

    private Task CancelAsync(Exchange exchange, StoredResponse stored)
    {
        if (!ResponsesQuirks.Of(exchange.Provider.Name).Cancels || !stored.Reply.Request.Background)
        {
            return exchange.RefuseAsync(
                new ProviderError(ErrorReason.BadJson, "Cannot cancel a synchronous response."));
        }

        if (Waits(stored))
        {
            stored = stored with { Reply = stored.Reply with { OtherStatus = "cancelled" }, Output = [] };
            store.Add(stored);
        }

        ResponseReply reply = stored.Reply;
        return exchange.AnswerAsync(200, json => ResponsesWriter.Write(
            json, reply, reply.Status, reply.OtherStatus is null ? reply.Items : []));
    }

    private static Task ListInputAsync(Exchange exchange, StoredResponse stored)
    {
        var query = exchange.Http.Request.Query;
        IEnumerable<JsonElement> items = stored.Reply.Request.History;
        if (query["order"] != "asc")
        {
            items = items.Reverse();
        }

        if (query["after"].ToString() is { Length: > 0 } after)
        {
            items = items.SkipWhile(item => RequestFields.Text(item, "id") != after).Skip(1);
        }

        int limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out int asked)
            ? Math.Clamp(asked, 1, MostLimit)
            : UsualLimit;
        List<JsonElement> rest = [.. items];
        List<JsonElement> page = [.. rest.Take(limit)];
        return exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (JsonElement item in page)
            {
                item.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteString("first_id", page.Count > 0 ? RequestFields.Text(page[0], "id") : null);
            json.WriteString("last_id", page.Count > 0 ? RequestFields.Text(page[^1], "id") : null);
            json.WriteBoolean("has_more", rest.Count > page.Count);
            json.WriteEndObject();
        });
    }

    private bool Waits(StoredResponse stored) =>
        stored.Reply.OtherStatus is null && time.GetUtcNow() < stored.ReadyAt;
}
