using System.Text.Json;

namespace Godwit.Gateway.Conversations;

/// <summary>A conversation as it is by now.</summary>
/// <param name="Id">Godwit's own id of it.</param>
/// <param name="CreatedAt">When it was made, Unix seconds.</param>
/// <param name="Metadata">What the client wrote on it: an object.</param>
/// <param name="Items">Its items, the oldest first; each has an id.</param>
internal sealed record StoredConversation(
    Guid Id, long CreatedAt, JsonElement Metadata, IReadOnlyList<JsonElement> Items)
{
    /// <summary>The place of an item; -1 when there is none of this id.</summary>
    public int IndexOf(string id)
    {
        for (var i = 0; i < Items.Count; i++)
        {
            if (IdOf(Items[i]) == id)
                return i;
        }

        return -1;
    }

    /// <summary>An item's id.</summary>
    public static string IdOf(JsonElement item) => item.GetProperty("id"u8).GetString()!;
}
