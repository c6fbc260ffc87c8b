using System.Text.Json;
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
    private readonly Dictionary<string, JsonElement> referred = new(StringComparer.Ordinal);
    private bool noRoom;
    private string? answerId;

    /// <summary>The response is made in the background, and its usage is known later.</summary>
    public bool Background => scan.Background;

    /// <summary>The earlier response that Godwit itself holds; null when it holds none.</summary>
    public Guid? Previous { get; init; }

    /// <summary>The items of the conversation so far, where Godwit holds them.</summary>
    public JsonElement? Earlier { get; init; }

    /// <summary>
    /// True when the request means nothing to a provider as the client wrote it: it is translated, even to its own
    /// dialect.
    /// </summary>
    public bool HeldHere => Earlier is not null || referred.Count > 0;

    /// <summary>The id of an answer that Godwit keeps; null when it does not.</summary>
    public string? AnswerId => !scan.Store || noRoom || store.Retention <= TimeSpan.Zero
        ? null : answerId ??= ids.Seal(Id("", Key));

    private string Key => request.Id.ToString("N");

    /// <summary>Adds an item that the request refers to.</summary>
    public void Refer(string id, JsonElement item) => referred[id] = item;

    /// <summary>The provider's own id of the earlier response, and the one by which the client named it.</summary>
    public (string Native, string Known)? Named { get; init; }

    /// <summary>A filter for a provider's answer.</summary>
    public ResponseIdFilter FilterFor(bool isStream)
    {
        var filter = new ResponseIdFilter(
            native => ids.Seal(Id(request.Target!.Provider.Name, native) with
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
            ResponsesHistory.Prepend(neutral, earlier, faults);
        ResponsesHistory.Resolve(neutral, id => referred.TryGetValue(id, out var item) ? item : null, faults);
    }

    /// <summary>Keeps a response that is complete, so that the next request can name it.</summary>
    public void Keep(ReadOnlySpan<byte> response)
    {
        if (AnswerId is null)
            return;
        var project = request.Key!.Project;
        noRoom = !store.Keep(new StoredResponse(
            request.Id, project.Organization, project.Name, request.StartedAt + store.Retention, Previous,
            request.Body.Span.Slice(scan.Input.Start, scan.Input.Length).ToArray(), response.ToArray()));
    }

    private SealedId Id(string provider, string native) => new(
        SealedIdPurpose.Response, request.Key!.Project.Organization, request.Key.Project.Name, provider, native)
    {
        Route = request.Route?.Name,
        ExpiresAt = provider.Length > 0 ? null : request.StartedAt + store.Retention,
    };
}
