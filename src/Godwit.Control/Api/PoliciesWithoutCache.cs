using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace Godwit.Control.Api;

/// <summary>
/// The framework's policies without its cache for each endpoint, which builds every endpoint of the admin API while the
/// process starts. So the first admin request builds them, and clients need not wait for it.
/// </summary>
internal sealed class PoliciesWithoutCache(IOptions<AuthorizationOptions> options)
    : DefaultAuthorizationPolicyProvider(options)
{
    public override bool AllowsCachingPolicies => false;
}
