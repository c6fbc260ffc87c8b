using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.AnthropicMessages;

/// <summary>One request while it is written: what every part of its writer needs.</summary>
internal sealed class AnthropicWriting
{
    private readonly Dictionary<string, List<ExtraMember>>? rest;

    public AnthropicWriting(GenAIRequest request, ProviderContext context, Utf8JsonWriter json)
    {
        (Request, Context, Json) = (request, context, json);
        Same = request.Dialect == Dialect.AnthropicMessages;
        if (Same && request.Extras.Count > 0)
        {
            rest = [];
            foreach (var extra in request.Extras)
            {
                var parent = ParentOf(extra.Path);
                (rest.TryGetValue(parent, out var list) ? list : rest[parent] = []).Add(extra);
            }
        }
    }

    public GenAIRequest Request { get; }

    public ProviderContext Context { get; }

    public Utf8JsonWriter Json { get; }

    public LossReport Losses => Context.Losses;

    /// <summary>
    /// The client speaks this dialect, too: what it wrote is right as it is, or the provider's to refuse.
    /// </summary>
    public bool Same { get; }

    /// <summary>Writes the members of the object at a path that have no neutral form.</summary>
    public void WriteRest(string path)
    {
        if (rest is null || !rest.TryGetValue(path, out var members))
        {
            return;
        }

        foreach (var member in members)
        {
            Json.WritePropertyName(member.Path.AsSpan(path.Length == 0 ? 0 : path.Length + 1));
            Json.WriteRaw(member.Value);
            member.Taken = true;
        }
    }

    /// <summary>True when there are members to write at a path.</summary>
    public bool HasRest(string path) => rest?.ContainsKey(path) == true;

    /// <summary>Notes that all that was kept of a piece is written with the piece itself.</summary>
    public void TakeInside(string path)
    {
        foreach (var extra in Request.Extras)
        {
            extra.Taken |= extra.Path.Length > path.Length && extra.Path.StartsWith(path, StringComparison.Ordinal)
                && extra.Path[path.Length] is '.' or '[';
        }
    }

    public void WriteCache(CacheMark? mark)
    {
        if (mark is null)
        {
            return;
        }

        Json.WriteStartObject("cache_control"u8);
        Json.WriteString("type"u8, "ephemeral"u8);
        if (mark.Hour)
        {
            Json.WriteString("ttl"u8, "1h"u8);
        }

        WriteRest(mark.Path);
        Json.WriteEndObject();
    }

    private static string ParentOf(string path) =>
        path.LastIndexOf('.') is >= 0 and var dot ? path[..dot] : "";
}
