using System.ComponentModel;

namespace Godwit.Policy.Catalog;

/// <summary>How the credential is sent.</summary>
public sealed record CatalogAuth : CatalogFact
{
    public required CredentialScheme Scheme { get; init; }

    [Description("Header that carries it when scheme is header, e.g. api-key.")]
    public string? Header { get; init; }

    [Description("Service name that is signed, with tc3_hmac_sha256 and aws_sigv4, e.g. bedrock.")]
    public string? Service { get; init; }

    [Description(
        "The provider's cloud region that is signed (aws_sigv4) or named (tc3_hmac_sha256); may hold {placeholders}.")]
    public string? CloudRegion { get; init; }

    [Description("OAuth scope that tokens are asked for, with google_service_account and entra_client.")]
    public string? Scope { get; init; }

    [Description("Where tokens are asked for, with bce_bearer and entra_client; if absent, Entra's public cloud.")]
    public string? Authority { get; init; }

    [Description("API version that tc3_hmac_sha256 names, e.g. 2023-09-01.")]
    public string? Version { get; init; }

    [Description("Action that tc3_hmac_sha256 names for each operation, e.g. chat: ChatCompletions.")]
    public IReadOnlyDictionary<Operation, string>? Actions { get; init; }
}
