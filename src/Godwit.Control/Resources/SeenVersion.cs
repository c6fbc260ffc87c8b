using System.Globalization;
using Godwit.Control.Api;
using Godwit.Control.Storage;
using Microsoft.AspNetCore.Http;

namespace Godwit.Control.Resources;

/// <summary>Reads <c>If-Match</c>: the version of the one resource that whoever changes it has seen.</summary>
internal static class SeenVersion
{
    public static (Dictionary<ResourceKey, long> Seen, IResult? Problem) Read(
        HttpContext context, IReadOnlyList<ResourceKey> keys)
    {
        var seen = new Dictionary<ResourceKey, long>();
        var header = context.Request.Headers.IfMatch.ToString().Trim('"');
        if (header.Length == 0)
            return (seen, null);
        if (keys.Count != 1 || !long.TryParse(header, CultureInfo.InvariantCulture, out var version))
            return (seen, Problems.BadRequest(
                "If-Match: the version of one resource is expected, with one resource in the body"));
        seen[keys[0]] = version;
        return (seen, null);
    }
}
