using System.Text.Json;
using Godwit.Policy.Access;

namespace Godwit.Gateway.Conversations;

/// <summary>The conversation that a request for a response belongs to.</summary>
/// <param name="store">Where it is kept.</param>
/// <param name="owner">Whose it is.</param>
/// <param name="conversation">The conversation before the request.</param>
internal sealed class ConversationTurn(
    ConversationStore store, ProjectRules owner, StoredConversation conversation)
{
    /// <summary>Its items before the request, as a list.</summary>
    public JsonElement AsList() =>
        JsonDocument.Parse(ConversationJson.ListOf(conversation.Items), new() { MaxDepth = 256 }).RootElement;

    /// <summary>Adds what was asked and answered. One that was deleted meanwhile stays deleted.</summary>
    public async ValueTask AppendAsync(JsonElement input, ReadOnlyMemory<byte> response)
    {
        using var document = JsonDocument.Parse(response, new() { MaxDepth = 256 });
        var output = document.RootElement.GetProperty("output"u8);
        JsonElement[] added = [.. input.EnumerateArray(), .. output.EnumerateArray()];
        await store.ChangeAsync(
            conversation.Id, owner,
            now => now with { Items = [.. now.Items, .. ConversationItems.Prepare(added, now.Items)] },
            CancellationToken.None);
    }
}
