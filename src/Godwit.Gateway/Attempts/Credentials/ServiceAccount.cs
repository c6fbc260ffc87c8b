using System.Text.Json;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>What is used of the file that Google gives out for a service account.</summary>
internal sealed record ServiceAccount(string Email, string PrivateKey, string? PrivateKeyId, string TokenUri)
{
    private const string UsualTokenUri = "https://oauth2.googleapis.com/token";

    /// <summary>Reads the file's text.</summary>
    /// <exception cref="CredentialException">It is not such a file, and why.</exception>
    public static ServiceAccount Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "type") != "service_account")
                throw new CredentialException("it is not the JSON of a service account: type is not service_account");
            var tokenUri = Text(root, "token_uri") ?? UsualTokenUri;
            // Over a readable line the assertion could be taken and used by others.
            if (!Uri.TryCreate(tokenUri, UriKind.Absolute, out var uri)
                || !(uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
                throw new CredentialException("token_uri of the service account is not an https URL");
            return new ServiceAccount(
                Text(root, "client_email") ?? throw Missing("client_email"),
                Text(root, "private_key") ?? throw Missing("private_key"), Text(root, "private_key_id"), tokenUri);
        }
        catch (JsonException)
        {
            throw new CredentialException("it is not the JSON of a service account: it cannot be read as JSON");
        }
    }

    public override string ToString() => Email;

    private static CredentialException Missing(string key) => new($"the service account's JSON has no {key}");

    private static string? Text(JsonElement root, string key) =>
        root.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
