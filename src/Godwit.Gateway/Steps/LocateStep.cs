using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Edge;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Steps;

/// <summary>
/// 4. Locate: client address to territory, with evidence, and the end user's where a reseller names one. An untrusted
/// chain is nowhere.
/// </summary>
internal sealed class LocateStep(IAddressLocator locator, EdgeHeader edge, ClientAddressOptions options)
{
    public Refusal? Run(GatewayRequest request)
    {
        if (request.ClientAddress.Address is { } address)
        {
            var location = locator.Locate(address);
            request.Location = location with
            {
                Evidence = edge.Weigh(request.ClientAddress, request.Http.Request.Headers, location.Evidence),
            };
        }

        return request.Key!.Project.IsReseller ? LocateEndUser(request) : null;
    }

    /// <summary>
    /// Read as strictly as a hop of a chain. A reseller that sends what cannot be read is told so: to go on without it
    /// would decide about the wrong caller.
    /// </summary>
    private Refusal? LocateEndUser(GatewayRequest request)
    {
        var lines = request.Http.Request.Headers[options.EndUserHeader];
        if (lines.Count == 0)
            return null;
        if (lines.Count != 1 || !StrictIPAddress.TryParse(lines[0], out var address))
            return Refusals.BadEndUserAddress(options.EndUserHeader);
        request.EndUserAddress = address;
        request.EndUser = locator.Locate(address).Evidence;
        return null;
    }
}
