namespace Godwit.Providers.Credentials;

/// <summary>A token that is good for a while.</summary>
public sealed record SignedToken(string Value, DateTimeOffset ExpiresAt)
{
    public override string ToString() => "***";
}
