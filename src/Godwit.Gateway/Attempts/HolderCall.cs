using Godwit.Policy.Catalog;

namespace Godwit.Gateway.Attempts;

/// <summary>What a provider is asked about something it holds.</summary>
/// <param name="Operation">What that is, for the provider's URL and signature.</param>
/// <param name="Method">The method.</param>
/// <param name="Suffix">What follows the operation's URL.</param>
internal readonly record struct HolderCall(Operation Operation, HttpMethod Method, string Suffix)
{
    /// <summary>Makes the body, for each send anew; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }
}
