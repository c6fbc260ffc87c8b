using Godwit.Gateway.Geolocation;

namespace Godwit.Gateway.Steps;

/// <summary>1. Address: peer and client address from the trusted proxy chain.</summary>
internal sealed class AddressStep(ClientAddressResolver resolver)
{
    public void Run(GatewayRequest request) => request.ClientAddress = resolver.Resolve(request.Http);
}
