using System.ComponentModel;
using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>
/// Where a credential comes from: one text, from env, file or value; or parts, each from one of them.
/// </summary>
public sealed record CredentialConfig
{
    [Description("Name in logs and messages where there are several. Default: its place in the list, as #1.")]
    public string? Name { get; init; }

    [Description(
        "Name of the account it belongs to, where there are several credentials. What one account keeps (responses, "
        + "files, batches) is asked of with credentials of the same account only. Default: its name, else itself.")]
    public string? Account { get; init; }

    [Description(
        "How it is sent. Default: the first of the catalog entry's ways that takes what is given here, else bearer.")]
    public CredentialScheme? Scheme { get; init; }

    [Description("Name of an environment variable of the Godwit process.")]
    public string? Env { get; init; }

    [Description("Path of a file that holds the secret and nothing else.")]
    public string? File { get; init; }

    [Description("The secret itself: encrypted on arrival and never shown again. Prefer env or file.")]
    public string? Value { get; init; }

    [Description("A value that was encrypted on arrival; written by Godwit.")]
    public string? Encrypted { get; init; }

    [Description(
        "The parts of a credential that has several, by name, e.g. secret_id and secret_key; see docs/credentials.md.")]
    public IReadOnlyDictionary<string, SecretReference>? Parts { get; init; }

    [Description("Header that carries it, with scheme header. Overrides the catalog entry's.")]
    public string? Header { get; init; }

    [Description("Service name that is signed, with schemes tc3_hmac_sha256 and aws_sigv4. Overrides the catalog's.")]
    public string? Service { get; init; }

    [Description("Cloud region that is signed or named, with the same schemes. Overrides the catalog entry's.")]
    public string? CloudRegion { get; init; }

    [Description("OAuth scope of the token, with google_service_account and entra_client. Overrides the catalog's.")]
    public string? Scope { get; init; }

    [Description(
        "Where tokens are asked for, with entra_client and bce_bearer, e.g. https://login.microsoftonline.us.")]
    public string? Authority { get; init; }

    /// <summary>Where the one text comes from; a reference without members when there are parts.</summary>
    internal SecretReference Whole => new() { Env = Env, File = File, Value = Value, Encrypted = Encrypted };
}
