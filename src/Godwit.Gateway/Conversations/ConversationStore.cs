using System.Buffers;
using System.Text.Json;
using Godwit.Gateway.ResponseState;
using Godwit.Policy.Access;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Conversations;

/// <summary>
/// Conversations among the responses that this node keeps. One is written anew with each change; it is forgotten when
/// nothing has changed it for as long as responses are kept.
/// </summary>
internal sealed partial class ConversationStore(
    IResponseStore store, TimeProvider time, ILogger<ConversationStore> logger) : IDisposable
{
    // Changes of one conversation take turns; which other ones wait with it does not matter.
    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>False when nothing is kept.</summary>
    public bool Keeps => store.Retention > TimeSpan.Zero;

    /// <summary>Makes a conversation; null when there is no room.</summary>
    public StoredConversation? Create(ProjectRules owner, JsonElement metadata, IReadOnlyList<JsonElement> items)
    {
        var now = time.GetUtcNow();
        var made = new StoredConversation(Guid.CreateVersion7(now), now.ToUnixTimeSeconds(), metadata, items);
        return Put(owner, made) ? made : null;
    }

    /// <summary>A conversation; null when this node does not have it, or not for this owner.</summary>
    public async ValueTask<StoredConversation?> FindAsync(
        Guid id, ProjectRules owner, CancellationToken cancellation) =>
        await store.FindAsync(id, owner, cancellation) is { } found ? Read(found) : null;

    /// <summary>
    /// Changes a conversation to what the function makes of it; null when it is not there, the function gives null, or
    /// there is no room.
    /// </summary>
    public async ValueTask<StoredConversation?> ChangeAsync(
        Guid id, ProjectRules owner, Func<StoredConversation, StoredConversation?> change,
        CancellationToken cancellation)
    {
        var turn = TurnOf(id);
        await turn.WaitAsync(cancellation);
        try
        {
            if (await FindAsync(id, owner, cancellation) is not { } found || change(found) is not { } changed)
                return null;
            return Put(owner, changed) ? changed : null;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Forgets a conversation; one that is just changed, after that.</summary>
    public async ValueTask ForgetAsync(Guid id, CancellationToken cancellation)
    {
        var turn = TurnOf(id);
        await turn.WaitAsync(cancellation);
        store.Forget(id);
        turn.Release();
    }

    public void Dispose() => Array.ForEach(turns, turn => turn.Dispose());

    private SemaphoreSlim TurnOf(Guid id) => turns[(uint)id.GetHashCode() % turns.Length];

    private bool Put(ProjectRules owner, StoredConversation conversation)
    {
        var head = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(head))
        {
            json.WriteStartObject();
            json.WriteNumber("created_at"u8, conversation.CreatedAt);
            json.WritePropertyName("metadata"u8);
            conversation.Metadata.WriteTo(json);

            // As a response has it, so that whatever is found in the store can be read as one.
            json.WriteStartArray("output"u8);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        var kept = store.Keep(new StoredResponse(
            conversation.Id, owner.Organization, owner.Name, time.GetUtcNow() + store.Retention, null,
            ConversationJson.ListOf(conversation.Items), head.WrittenMemory));
        if (!kept)
            Log.NoRoom(logger, conversation.Id);
        return kept;
    }

    // Not disposed: what is read from it lives as long as the request.
    private static StoredConversation Read(StoredResponse found)
    {
        var head = JsonDocument.Parse(found.Response).RootElement;
        var items = JsonDocument.Parse(found.Input, new() { MaxDepth = 256 }).RootElement;
        return new StoredConversation(
            found.Id, head.GetProperty("created_at"u8).GetInt64(), head.GetProperty("metadata"u8),
            [.. items.EnumerateArray()]);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2311, LogLevel.Warning, "The conversation {Id} has outgrown what is kept of one, or the disk is too slow.")]
        public static partial void NoRoom(ILogger logger, Guid id);
    }
}
