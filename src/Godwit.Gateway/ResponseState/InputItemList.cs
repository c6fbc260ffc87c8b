using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.ResponseState;

/// <summary>Writes the input items of a response, page by page.</summary>
internal static class InputItemList
{
    private const int Usual = 20;
    private const int Most = 100;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads which page is asked for.</summary>
    public static Refusal? Read(IQueryCollection query, out InputItemPage page)
    {
        page = new InputItemPage(Usual, Ascending: false, (string?)query["after"]);
        if ((string?)query["limit"] is { } limit)
        {
            if (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number is < 1 or > Most)
                return Refusals.BadRequest("invalid_value", $"'limit' must be a number from 1 to {Most}.", "limit");
            page = page with { Limit = number };
        }

        if ((string?)query["order"] is { } order)
        {
            if (order is not ("asc" or "desc"))
                return Refusals.BadRequest("invalid_value", "'order' must be asc or desc.", "order");
            page = page with { Ascending = order == "asc" };
        }

        return null;
    }

    /// <summary>Writes one page.</summary>
    public static void Write(IBufferWriter<byte> output, StoredResponse response, in InputItemPage page)
    {
        var items = ResponseHistory.InputOf(response).EnumerateArray()
            .Select((item, index) => (Item: item, Id: IdOf(response, item, index))).ToList();
        if (!page.Ascending)
            items.Reverse();
        var after = page.After;
        var first = after is null ? 0 : items.FindIndex(item => item.Id == after) + 1;
        var shown = items.Skip(first).Take(page.Limit).ToList();
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var (item, id) in shown)
            WriteItem(json, item, id);
        json.WriteEndArray();
        json.WriteString("first_id"u8, shown.Count > 0 ? shown[0].Id : null);
        json.WriteString("last_id"u8, shown.Count > 0 ? shown[^1].Id : null);
        json.WriteBoolean("has_more"u8, first + shown.Count < items.Count);
        json.WriteEndObject();
    }

    /// <summary>Writes that a response was deleted.</summary>
    public static void WriteDeleted(IBufferWriter<byte> output, string id)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "response"u8);
        json.WriteBoolean("deleted"u8, true);
        json.WriteEndObject();
    }

    private static void WriteItem(Utf8JsonWriter json, JsonElement item, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        var hasType = false;
        foreach (var member in item.EnumerateObject())
        {
            hasType |= member.NameEquals("type"u8);
            if (!member.NameEquals("id"u8))
                member.WriteTo(json);
        }

        if (!hasType)
            json.WriteString("type"u8, "message"u8);
        json.WriteEndObject();
    }

    private static string IdOf(StoredResponse response, JsonElement item, int index) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id"u8, out var id)
            && id.ValueKind == JsonValueKind.String ? id.GetString()! : $"in_{response.Id:N}_{index}";
}

/// <summary>Which page of a list is asked for.</summary>
/// <param name="Limit">Most items.</param>
/// <param name="Ascending">The oldest first.</param>
/// <param name="After">Id of the item before the page; null for the first page.</param>
internal readonly record struct InputItemPage(int Limit, bool Ascending, string? After);
