using Godwit.Control.Api;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Configuration;
using Microsoft.AspNetCore.Http;

namespace Godwit.Control.Resources;

/// <summary>
/// Reads resources out of a request body: YAML with one or more documents, or JSON with one or an array.
/// </summary>
internal static class ResourceBody
{
    public static readonly string[] MediaTypes = ["application/yaml", "application/json", "text/yaml", "text/plain"];

    /// <summary>The documents, or the problem with them.</summary>
    public static async Task<(IReadOnlyList<ResourceDocument> Documents, IResult? Problem)> ReadAsync(
        HttpContext context)
    {
        var (text, problem) = await RequestBody.ReadTextAsync(context);
        if (problem is not null)
            return ([], problem);
        var errors = new List<ConfigurationError>();
        var isJson = context.Request.ContentType?.Contains("json", StringComparison.OrdinalIgnoreCase) == true;
        var documents =
            isJson ? ResourceReader.ReadJson(text, errors) : ResourceReader.ReadText(text, FileName(context), errors);
        if (errors.Count > 0)
            return ([], Problems.Invalid(errors));
        return documents.Count > 0 ? (documents, null) : ([], Problems.BadRequest("The body holds no resource"));
    }

    // The command line says which file it sends, so that errors name it.
    private static string FileName(HttpContext context) => context.Request.Query["file"].ToString();
}
