using System.Collections.Immutable;

namespace Godwit.Policy.Catalog;

/// <summary>What a credential of a scheme consists of: one text, or parts.</summary>
public sealed class CredentialForm
{
    /// <summary>The name under which a credential of one text is kept.</summary>
    public const string Whole = "";

    public const string SecretId = "secret_id";
    public const string SecretKey = "secret_key";
    public const string AccessKeyId = "access_key_id";
    public const string AccessKeySecret = "access_key_secret";
    public const string SecretAccessKey = "secret_access_key";
    public const string SessionToken = "session_token";
    public const string TenantId = "tenant_id";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";

    private static readonly CredentialForm[] ByScheme =
    [
        .. Enum.GetValues<CredentialScheme>().Select(scheme => scheme switch
        {
            CredentialScheme.Tc3HmacSha256 => new CredentialForm([SecretId, SecretKey], [SessionToken]),
            CredentialScheme.BceAuthV1 or CredentialScheme.BceBearer or CredentialScheme.AwsSigV4 =>
                new CredentialForm([AccessKeyId, SecretAccessKey], [SessionToken]),
            CredentialScheme.SensenovaJwt => new CredentialForm([AccessKeyId, AccessKeySecret], []),
            CredentialScheme.EntraClient => new CredentialForm([TenantId, ClientId, ClientSecret], []),
            _ => new CredentialForm([], []),
        }),
    ];

    private CredentialForm(ImmutableArray<string> required, ImmutableArray<string> optional)
    {
        Required = required;
        Optional = optional;
    }

    /// <summary>Parts without which nothing can be sent; none for a credential of one text.</summary>
    public ImmutableArray<string> Required { get; }

    /// <summary>Parts that some credentials have.</summary>
    public ImmutableArray<string> Optional { get; }

    /// <summary>True for a credential of one text.</summary>
    public bool IsWhole => Required.IsEmpty;

    public IEnumerable<string> Parts => Required.Concat(Optional);

    public static CredentialForm Of(CredentialScheme scheme) => ByScheme[(int)scheme];
}
