using System.Text.Json;

namespace Godwit.Simulator.Responses;

/// <summary>A response that is kept.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Reply">The response as it is, or as it will be.</param>
/// <param name="Output">Its output as items that a later request may begin with.</param>
/// <param name="ReadyAt">When a response in the background is done.</param>
internal sealed record StoredResponse(
    string Provider, ResponseReply Reply, IReadOnlyList<JsonElement> Output, DateTimeOffset ReadyAt)
{
    /// <summary>All that a response which follows this one has before it.</summary>
    public IEnumerable<JsonElement> History => Reply.Request.History.Concat(Output);
}
