using System.Collections.Frozen;
using Godwit.Policy.Access;
using Xunit;

namespace Godwit.Policy.Tests.Access;

/// <summary>Which keys open the door, and to what.</summary>
public class AccessPolicyTests
{
    [Fact]
    public void A_key_is_refused_from_its_expiry_or_revocation_on()
    {
        var key = Key(expires: 100, revoked: 50);
        Assert.Equal(AccessDecision.Allowed, AccessPolicy.Decide(key, 49));
        Assert.Equal(AccessDecision.Revoked, AccessPolicy.Decide(key, 50));
        Assert.Equal(AccessDecision.Expired, AccessPolicy.Decide(Key(expires: 100, revoked: long.MaxValue), 100));
        Assert.Equal(AccessDecision.Unknown, AccessPolicy.Decide(null, 0));
    }

    [Fact]
    public void A_route_needs_the_leave_of_the_project_and_of_the_key()
    {
        var narrow = Key(projectRoutes: ["a", "b"], keyRoutes: ["b", "c"]);
        Assert.False(AccessPolicy.MayUse(narrow, "a"));
        Assert.True(AccessPolicy.MayUse(narrow, "b"));
        Assert.False(AccessPolicy.MayUse(narrow, "c"));
        Assert.True(AccessPolicy.MayUse(Key(), "anything"));
    }

    private static ApiKeyRules Key(
        long expires = long.MaxValue, long revoked = long.MaxValue, string[]? projectRoutes = null,
        string[]? keyRoutes = null) => new()
    {
        Hash = default,
        Name = "key",
        Project = new ProjectRules { Name = "project", Organization = "acme", Routes = projectRoutes?.ToFrozenSet() },
        ExpiresAtTicks = expires,
        RevokedAtTicks = revoked,
        Routes = keyRoutes?.ToFrozenSet(),
    };
}
