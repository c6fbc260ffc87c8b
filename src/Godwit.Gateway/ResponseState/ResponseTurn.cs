using System.Text.Json;
using Godwit.Gateway.Conversations;
using Godwit.Gateway.State;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Gateway.ResponseState;

/// <summary>What one request for a response goes on with, and what becomes of its answer.</summary>
/// <param name="request">The request.</param>
/// <param name="scan">Where it names state.</param>
/// <param name="ids">Seals its ids.</param>
/// <param name="marks">Mark reasoning with who made it.</param>
/// <param name="store">Keeps what a provider does not.</param>
internal sealed class ResponseTurn(
    GatewayRequest request, in ResponseScan scan, SealedIds ids, ReasoningMark marks, IResponseStore store)
{
    private readonly ResponseScan scan = scan;

    // What is kept nowhere can be gone on with only on the connection that had it.
    private readonly IResponseStore? keeper = scan.Store && store.Retention > TimeSpan.Zero ? store : request.Memory;
    private readonly Dictionary<string, JsonElement> referred = new(StringComparer.Ordinal);
    private bool noRoom;
    private bool kept;
    private string? answerId;

    /// <summary>The response is made in the background, and its usage is known later.</summary>
    public bool Background => scan.Background;

    /// <summary>The earlier response that Godwit itself holds; null when it holds none.</summary>
    public Guid? Previous { get; init; }

    /// <summary>The items of the conversation so far, where Godwit holds them.</summary>
    public JsonElement? Earlier { get; init; }

    /// <summary>The conversation it belongs to, which Godwit holds; null when it belongs to none.</summary>
    public ConversationTurn? Conversation { get; init; }

    /// <summary>The answer has to be known whole when it is complete.</summary>
    public bool Keeps => AnswerId is not null || Conversation is not null;

    /// <summary>
    /// True when the request means nothing to a provider as the client wrote it: it is translated, even to its own
    /// dialect.
    /// </summary>
    public bool HeldHere => Earlier is not null || referred.Count > 0;

    /// <summary>The id of an answer that Godwit keeps; null when it does not.</summary>
    public string? AnswerId => keeper is null || noRoom ? null : answerId ??= ids.Seal(Id("", Key));

    private bool IsHeldByConnection => !scan.Store && Named is null && request.Memory is not null;

    private string Key => request.Id.ToString("N");

    /// <summary>Adds an item that the request refers to.</summary>
    public void Refer(string id, JsonElement item) => referred[id] = item;

    /// <summary>The provider's own id of the earlier response, and the one by which the client named it.</summary>
    public (string Native, string Known)? Named { get; init; }

    /// <summary>A filter for a provider's answer.</summary>
    public ResponseIdFilter FilterFor(bool isStream)
    {
        var filter = new ResponseIdFilter(
            native => IsHeldByConnection ? AnswerId : ids.Seal(Id(request.Target!.Provider.Name, native) with
            {
                Account = request.Account,
                Background = scan.Background ? new BackgroundResponse(request.Id, request.Target.Model) : null,
            }),
            isStream)
        {
            ReasoningMark = marks.For(request),
        };
        if (Named is { } named)
            filter.Add(named.Native, named.Known);
        return filter;
    }

    /// <summary>Puts what Godwit holds in the place of its names.</summary>
    public void Restore(GenAIRequest neutral, RequestFaults faults)
    {
        if (Earlier is { } earlier)
            ResponsesHistory.Prepend(
                neutral, earlier, Conversation is null ? "previous_response_id" : "conversation", faults);
        ResponsesHistory.Resolve(neutral, id => referred.TryGetValue(id, out var item) ? item : null, faults);
    }

    /// <summary>Keeps a response that is complete, so that the next request can name it.</summary>
    public void Keep(ReadOnlySpan<byte> response)
    {
        if (AnswerId is null)
            return;
        kept = true;
        var project = request.Key!.Project;
        noRoom = !keeper!.Keep(new StoredResponse(
            request.Id, project.Organization, project.Name, request.StartedAt + keeper.Retention, Previous,
            InputToKeep(), response.ToArray()));
    }

    /// <summary>Adds a response that is complete to its conversation, if it belongs to one.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> response) =>
        Conversation?.AppendAsync(ResponseHistory.ItemsOf(Input), response) ?? ValueTask.CompletedTask;

    private ReadOnlyMemory<byte> Input =>
        request.Body.Span.Slice(scan.Input.Start, scan.Input.Length).ToArray();

    // A conversation goes on and may end: who goes on with this response has what it was made from.
    private ReadOnlyMemory<byte> InputToKeep() => Conversation is null ? Input
        : ConversationJson.ListOf(
            Earlier!.Value.EnumerateArray().Concat(ResponseHistory.ItemsOf(Input).EnumerateArray()));

    /// <summary>Keeps a response that was relayed on a connection, and that its provider does not keep.</summary>
    /// <param name="ended">The event by which it ended.</param>
    public void KeepRelayed(ReadOnlyMemory<byte> ended)
    {
        if (IsHeldByConnection && !kept && RelayedOutput.Of(ended) is { } response)
            Keep(response.Span);
    }

    private SealedId Id(string provider, string native) => new(
        SealedIdPurpose.Response, request.Key!.Project.Organization, request.Key.Project.Name, provider, native)
    {
        Route = request.Route?.Name,
        ExpiresAt = provider.Length > 0 ? null : request.StartedAt + keeper!.Retention,
    };
}
