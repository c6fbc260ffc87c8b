using System.Text;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.Attempts;

/// <summary>Reads a provider's error answer, as far as is reasonable, and says what it means.</summary>
internal static class ErrorAnswer
{
    // Errors are short; what comes after this is not worth the wait.
    private const int MostBytes = 64 * 1024;

    public static async ValueTask<AttemptFailure> ReadAsync(
        TargetRules target, HttpResponseMessage response, DateTimeOffset now, CancellationToken cancellation)
    {
        var body = new byte[MostBytes];
        await using var stream = await AnswerBody.OpenAsync(response, cancellation);
        var length = await stream.ReadAtLeastAsync(body, MostBytes, throwOnEndOfStream: false, cancellation);
        HideCredential(body.AsSpan(0, length), target.Provider.Credential);
        var status = (int)response.StatusCode;
        var error = ErrorBody.WithTypeOf(AmazonErrorType(response), ErrorBody.Read(body.AsSpan(0, length)));
        var failure = FailureClassifier.Classify(
            status, RetryAfter(response, now), error, target.Provider.Catalog?.Errors ?? []);
        return AttemptFailure.Answered(
            target, failure, status, body.AsMemory(0, length), HeaderText.Of(response.Content.Headers.ContentType));
    }

    /// <summary>Some providers quote the credential in errors of any status; no client may see it.</summary>
    private static void HideCredential(Span<byte> body, CredentialHeader? credential)
    {
        // Without "Bearer": the bare secret is what is quoted.
        if (credential?.Value.Reveal().Split(' ')[^1] is not { Length: > 0 } text)
            return;
        var secret = Encoding.UTF8.GetBytes(text);
        for (var at = body.IndexOf(secret); at >= 0; at = body.IndexOf(secret))
        {
            body.Slice(at, secret.Length).Fill((byte)'*');
            body = body[(at + secret.Length)..];
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var value)
            ? RetryAfterHeader.Parse(value.ToString(), now)
            : null;

    private static string? AmazonErrorType(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("x-amzn-errortype", out var value) ? value.ToString() : null;

    /// <summary>The RFC 9209 error type of a failure to connect or to read.</summary>
    public static string ProxyStatus(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "dns_error",
        HttpRequestError.ConnectionError => "connection_refused",
        HttpRequestError.SecureConnectionError => "tls_protocol_error",
        HttpRequestError.ResponseEnded => "connection_terminated",
        HttpRequestError.InvalidResponse => "http_protocol_error",
        HttpRequestError.ConfigurationLimitExceeded => "http_response_header_section_size",
        _ => "destination_unavailable",
    };
}
