using System.Buffers;
using System.Text;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Access;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Forms;

/// <summary>
/// The model of a request that OpenAI lets a client leave it out of: the only route there is for what is asked, or the
/// one that is called as OpenAI's default. It is written into the body, so that all the rest is as if it had been sent.
/// </summary>
internal static class DefaultModel
{
    private const string OfModerations = "omni-moderation-latest";

    /// <summary>Writes a model into the body; says why it can't.</summary>
    public static Refusal? Write(GatewayRequest request, string? boundary)
    {
        var offered = Offered(request);
        var route = offered.Count == 1 ? offered[0] : offered.Find(r => r.Name == OfModerations);
        if (route is null)
            return Refusals.BadRequest(
                "missing_required_parameter",
                offered.Count == 0 ? "You must provide a model parameter."
                    : $"You must provide a model parameter: {string.Join(", ", offered.Take(5).Select(r => r.Name))}.",
                "model");
        var body = request.Body.Span.ToArray();
        request.Body.Release();
        var at = boundary is null ? body.AsSpan().IndexOf((byte)'{') + 1 : 0;
        var isEmpty = body.AsSpan(at).TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
        var member = boundary is null
            ? [.. "\"model\":"u8, .. ModelName.ToJson(route.Name), .. isEmpty ? ""u8 : ","u8]
            : Encoding.UTF8.GetBytes(
                $"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{route.Name}\r\n");
        request.Body.Write(body.AsSpan(0, at));
        request.Body.Write(member);
        request.Body.Write(body.AsSpan(at));
        return null;
    }

    // Written routes go before those that follow from a provider's models, which exist under two names.
    private static List<RouteRules> Offered(GatewayRequest request)
    {
        var operation = request.Operation.ToPolicy();
        var all = request.Snapshot.Routes.All.Where(route =>
            AccessPolicy.MayUse(request.Key!, route.Name) && route.Targets.Any(t => t.Offers(operation))).ToList();
        return all.Exists(r => !r.Implied) ? all.FindAll(r => !r.Implied)
            : all.FindAll(r => r.Name == r.Targets[0].Model);
    }
}
