namespace Godwit.Policy.Access;

/// <summary>Whether an API key opens the door.</summary>
public enum AccessDecision
{
    Allowed,

    /// <summary>No such key was ever issued here.</summary>
    Unknown,
    Expired,
    Revoked,
}

/// <summary>Decides whether a key may be used, and for which routes.</summary>
public static class AccessPolicy
{
    /// <summary>Decides about a key at an instant; revocation is named before expiry.</summary>
    public static AccessDecision Decide(ApiKeyRules? key, long nowTicks) => key switch
    {
        null => AccessDecision.Unknown,
        _ when nowTicks >= key.RevokedAtTicks => AccessDecision.Revoked,
        _ when nowTicks >= key.ExpiresAtTicks => AccessDecision.Expired,
        _ => AccessDecision.Allowed,
    };

    /// <summary>True when both the project and the key may use the route.</summary>
    public static bool MayUse(ApiKeyRules key, string route) =>
        key.Project.Routes?.Contains(route) != false && key.Routes?.Contains(route) != false;
}
