namespace Godwit.Providers.Credentials;

/// <summary>A pair of keys that requests are signed with.</summary>
/// <param name="Id">The half that is sent.</param>
/// <param name="Secret">The half that is not.</param>
/// <param name="SessionToken">What is sent besides with temporary keys.</param>
public sealed record SigningKey(string Id, string Secret, string? SessionToken = null)
{
    public override string ToString() => "***";
}
