using Godwit.Policy.Catalog;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Which source has the tokens of a scheme.</summary>
internal sealed class TokenSources(
    SigningTokenSource signing, BceTokenSource bce, GoogleTokenSource google, EntraTokenSource entra)
{
    /// <summary>True for schemes that send a token.</summary>
    public static bool Has(CredentialScheme scheme) => scheme is CredentialScheme.BceBearer
        or CredentialScheme.ZhipuJwt or CredentialScheme.SensenovaJwt or CredentialScheme.GoogleServiceAccount
        or CredentialScheme.EntraClient;

    public ITokenSource Of(CredentialScheme scheme) => scheme switch
    {
        CredentialScheme.BceBearer => bce,
        CredentialScheme.GoogleServiceAccount => google,
        CredentialScheme.EntraClient => entra,
        _ => signing,
    };
}
