using System.ClientModel;
using System.ClientModel.Primitives;
using Godwit.FunctionalTests.Sdks;
using OpenAI;

namespace Godwit.FunctionalTests.Support;

/// <summary>Clients of the NuGet <c>OpenAI</c> SDK that try once.</summary>
internal static class OpenAIClients
{
    /// <summary>A client of a gateway, whose requests come from the address given.</summary>
    public static OpenAIClient Connect(Uri gateway, string key, string address = Caller.InUnitedStates)
    {
        var options = new OpenAIClientOptions
        {
            Endpoint = new Uri(gateway, "v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        };
        options.AddPolicy(new ForwardedForPolicy(address), PipelinePosition.PerCall);
        return new OpenAIClient(new ApiKeyCredential(key), options);
    }
}
