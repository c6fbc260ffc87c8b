using System.Collections.Concurrent;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Keeps responses and their items, by provider.</summary>
internal sealed class ResponseStore
{
    private const int MostEntries = 10_000;

    private readonly ConcurrentDictionary<string, StoredResponse> _responses = new();
    private readonly ConcurrentDictionary<string, JsonElement> _items = new();

    public void Add(StoredResponse stored)
    {
        if (_responses.Count > MostEntries)
        {
            _responses.Clear();
            _items.Clear();
        }

        _responses[Key(stored.Provider, stored.Reply.Id)] = stored;
        foreach (JsonElement item in stored.Reply.Request.Input.Concat(stored.Output))
        {
            if (RequestFields.Text(item, "id") is { } id)
            {
                _items[Key(stored.Provider, id)] = item;
            }
        }
    }

    public StoredResponse? Find(string provider, string id) =>
        _responses.TryGetValue(Key(provider, id), out StoredResponse? stored) ? stored : null;

    public JsonElement? FindItem(string provider, string id) =>
        _items.TryGetValue(Key(provider, id), out JsonElement item) ? item : null;

    public bool Remove(string provider, string id)
    {
        if (!_responses.TryRemove(Key(provider, id), out StoredResponse? stored))
        {
            return false;
        }

        foreach (JsonElement item in stored.Reply.Request.Input.Concat(stored.Output))
        {
            if (RequestFields.Text(item, "id") is { } own)
            {
                _items.TryRemove(Key(provider, own), out _);
            }
        }

        return true;
    }

    private static string Key(string provider, string id) => provider + "\n" + id;
}
