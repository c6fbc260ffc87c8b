using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>
/// Members without a neutral form of a request in this dialect, by the object they stand in: written again where they
/// were. Of a request in another dialect, none.
/// </summary>
internal sealed class ResponsesExtras
{
    private static readonly HashSet<string> Elsewhere = ["include", "verbosity"];
    private readonly ILookup<string, ExtraMember>? byPlace;

    public ResponsesExtras(GenAIRequest request)
    {
        if (request.Dialect == Dialect.OpenAIResponses && request.Extras.Count > 0)
        {
            byPlace = request.Extras
                .Where(extra => !Elsewhere.Contains(extra.Name) && !extra.SpelledOut)
                .ToLookup(PlaceOf);
        }
    }

    /// <summary>Whether there are any in the object at a path.</summary>
    public bool Any(string path) => byPlace?.Contains(path) == true;

    /// <summary>Writes those of the object at a path; empty for the body itself.</summary>
    public void Write(Utf8JsonWriter json, string path)
    {
        foreach (var extra in byPlace?[path] ?? [])
        {
            extra.Taken = true;
            json.WritePropertyName(extra.Name);
            extra.Value.WriteTo(json);
        }
    }

    private static string PlaceOf(ExtraMember extra)
    {
        var length = extra.Path.Length - extra.Name.Length - 1;
        return length <= 0 ? "" : extra.Path[..length];
    }
}
