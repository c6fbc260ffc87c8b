using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>A request on its way to the wire: what is written, where to, and where losses go.</summary>
internal sealed record GeminiWriting(GenAIRequest Request, ProviderContext Context, Utf8JsonWriter Json)
{
    public GeminiModelTraits Model { get; } = GeminiModelTraits.Of(Context.Model);

    public LossReport Losses => Context.Losses;

    /// <summary>The client speaks this dialect too: what it wrote is written again, the unknown included.</summary>
    public bool SameDialect => Request.Dialect == Dialect.GeminiGenerateContent;

    public void Approximate(string path, string reason) => Losses.Add(LossKind.Approximated, path, reason);

    /// <summary>Writes what a client of this dialect put under an object and has no neutral form.</summary>
    /// <param name="parent">Path of the object, named in camelCase.</param>
    public void WriteExtras(string parent)
    {
        if (!SameDialect || Request.Extras.Count == 0)
        {
            return;
        }

        foreach (var extra in Request.Extras)
        {
            if (!extra.Taken && IsUnder(extra.Path, parent))
            {
                extra.Taken = true;
                Json.WritePropertyName(extra.Name);
                Json.WriteRaw(extra.Value);
            }
        }
    }

    /// <summary>Whether the client wrote something under an object that has no neutral form.</summary>
    public bool HasExtras(string parent) =>
        SameDialect && Request.Extras.Exists(extra => !extra.Taken && IsUnder(extra.Path, parent));

    /// <summary>A path named in camelCase.</summary>
    public static string Camel(string path) => path.Contains('_')
        ? string.Join('.', path.Split('.').Select(GeminiNames.Camel)) : path;

    private static bool IsUnder(string path, string parent)
    {
        var end = path.LastIndexOf('.');
        return end < 0 ? parent.Length == 0 : Camel(path[..end]) == parent;
    }
}
