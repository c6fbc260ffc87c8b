using System.Text.Json;

namespace Godwit.Simulator.Messages;

/// <summary>
/// A part of the prompt after which a cached prefix may end: a tool, a system block, a content block.
/// </summary>
/// <param name="Place">Where it belongs: <c>tools</c>, <c>system</c> or the role.</param>
/// <param name="Source">The part itself; a text stands for a block of text.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Ttl">
/// How long the prefix that ends with it is kept, <c>5m</c> or <c>1h</c>; null when it is no mark.
/// </param>
internal sealed record CacheUnit(string Place, JsonElement Source, int Tokens, string? Ttl);
