using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>
/// Puts stars for a credential in what others say: providers and token servers quote it in their errors.
/// </summary>
internal static class CredentialHiding
{
    public static void Hide(Span<byte> text, ProviderCredential credential, SignedToken? token)
    {
        foreach (var part in credential.Parts.Values)
        {
            Hide(text, part.Reveal());
            // Of a key of the form id.secret, the second half is the secret.
            if (credential.Scheme == CredentialScheme.ZhipuJwt)
                Hide(text, part.Reveal().Split('.')[^1]);
        }

        Hide(text, token?.Value);
    }

    public static string Hide(string text, ProviderCredential credential)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Hide(bytes, credential, null);
        return Encoding.UTF8.GetString(bytes);
    }

    private static void Hide(Span<byte> text, string? secret)
    {
        if (string.IsNullOrEmpty(secret))
            return;
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var at = text.IndexOf(bytes); at >= 0; at = text.IndexOf(bytes))
        {
            text.Slice(at, bytes.Length).Fill((byte)'*');
            text = text[(at + bytes.Length)..];
        }
    }
}
