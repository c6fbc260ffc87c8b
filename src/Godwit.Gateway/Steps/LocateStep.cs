using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Steps;

/// <summary>4. Locate: client address to territory, with evidence. An untrusted chain is nowhere.</summary>
internal sealed class LocateStep(IAddressLocator locator)
{
    public void Run(GatewayRequest request)
    {
        if (request.ClientAddress.Address is { } address)
            request.Location = locator.Locate(address);
    }
}
