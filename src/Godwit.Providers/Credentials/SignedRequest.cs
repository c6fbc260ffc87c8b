namespace Godwit.Providers.Credentials;

/// <summary>What of a request is signed.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Uri">Where it is sent, as it is sent.</param>
/// <param name="Headers">The headers that are signed, in any order and case; their values as they are sent.</param>
/// <param name="BodySha256">SHA-256 of the body, lower-case hex.</param>
/// <param name="Now">The instant of signing.</param>
public readonly record struct SignedRequest(
    string Method,
    Uri Uri,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string BodySha256,
    DateTimeOffset Now)
{
    /// <summary>Value of the <c>Host</c> header: the port is in it unless it is the scheme's usual one.</summary>
    public static string HostOf(Uri uri) => uri.IsDefaultPort ? uri.IdnHost : $"{uri.IdnHost}:{uri.Port}";
}
