using Godwit.Policy.Catalog;
using Godwit.Policy.Snapshot;
using Godwit.Providers.Credentials;

namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Puts a credential on a request to a provider: as it is, as a token, or as a signature.</summary>
internal sealed class CredentialSigning(TokenCache tokens, TimeProvider time)
{
    // Hashing more than this takes longer than a step on an event loop may.
    private const int MostBytesInline = 256 * 1024;

    /// <summary>Adds the headers. A body that does not lie in pieces is read whole where it is signed.</summary>
    /// <param name="message">The request, complete but for its credential.</param>
    /// <param name="credential">The credential.</param>
    /// <param name="turn">Learns of the token that is sent.</param>
    /// <param name="door">How the door takes credentials; null: as the provider's main one.</param>
    /// <param name="operation">What the model is asked for.</param>
    /// <param name="cancellation">Ends waiting for a token.</param>
    /// <exception cref="CredentialException">The credential cannot be used, and why.</exception>
    public ValueTask ApplyAsync(
        HttpRequestMessage message, ProviderCredential credential, CredentialTurn turn, CatalogAuth? door,
        Operation operation, CancellationToken cancellation)
    {
        if (credential.HeaderAt(door) is { } header)
        {
            message.Headers.TryAddWithoutValidation(header.Name, header.Value.Reveal());
            return default;
        }

        return TokenSources.Has(credential.Scheme)
            ? SendTokenAsync(message, credential, turn, cancellation)
            : SignAsync(message, credential, operation, cancellation);
    }

    private async ValueTask SendTokenAsync(
        HttpRequestMessage message, ProviderCredential credential, CredentialTurn turn,
        CancellationToken cancellation)
    {
        var token = await tokens.GetAsync(credential, cancellation);
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token.Value);
        turn.Token = token;
    }

    private async ValueTask SignAsync(
        HttpRequestMessage message, ProviderCredential credential, Operation operation, CancellationToken cancellation)
    {
        var body = credential.Scheme == CredentialScheme.BceAuthV1
            ? BodyHash.Empty
            : await HashAsync(message.Content, cancellation);
        var (method, uri) = (message.Method.Method, message.RequestUri!);
        var type = message.Content?.Headers.ContentType?.ToString();
        var now = time.GetUtcNow();
        var headers = credential.Scheme switch
        {
            CredentialScheme.BceAuthV1 => BceSignature.Sign(
                method, uri, Key(credential, CredentialForm.AccessKeyId, CredentialForm.SecretAccessKey), now),
            CredentialScheme.AwsSigV4 => AwsSignature.Sign(
                method, uri, type, body, credential.Service!, credential.CloudRegion!,
                Key(credential, CredentialForm.AccessKeyId, CredentialForm.SecretAccessKey), now),
            _ => Tc3Signature.Sign(
                method, uri, type ?? "", body, CallOf(message, credential, operation),
                Key(credential, CredentialForm.SecretId, CredentialForm.SecretKey), now),
        };
        foreach (var (name, value) in headers)
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static SigningKey Key(ProviderCredential credential, string id, string secret) => new(
        credential.Reveal(id)!, credential.Reveal(secret)!, credential.Reveal(CredentialForm.SessionToken));

    /// <summary>The action is the dialect's to say, or else the catalog's.</summary>
    private static Tc3Call CallOf(HttpRequestMessage message, ProviderCredential credential, Operation operation)
    {
        var action = Given(message, "X-TC-Action") ?? credential.Actions.GetValueOrDefault(operation)
            ?? throw new CredentialException($"the catalog names no action of tc3_hmac_sha256 for {operation}");
        var version = Given(message, "X-TC-Version") ?? credential.Version
            ?? throw new CredentialException("the catalog names no version for tc3_hmac_sha256");
        return new Tc3Call(credential.Service!, action, version, credential.CloudRegion);
    }

    private static string? Given(HttpRequestMessage message, string header) =>
        message.Headers.NonValidated.TryGetValues(header, out var values) ? values.ToString() : null;

    private static async ValueTask<string> HashAsync(HttpContent? content, CancellationToken cancellation)
    {
        if (content is null)
            return BodyHash.Empty;
        var pieces = content is IBodyPieces { Pieces: var given }
            ? given
            : [await content.ReadAsByteArrayAsync(cancellation)];
        return pieces.Sum(piece => (long)piece.Length) > MostBytesInline
            ? await Task.Run(() => BodyHash.Of(pieces), cancellation)
            : BodyHash.Of(pieces);
    }
}
