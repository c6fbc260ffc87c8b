using Godwit.Gateway.Attempts.Credentials;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Routing;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.Attempts;

/// <summary>Reads a provider's error answer, as far as is reasonable, and says what it means.</summary>
internal static class ErrorAnswer
{
    // Errors are short; what comes after this is not worth the wait.
    private const int MostBytes = 64 * 1024;

    public static async ValueTask<AttemptFailure> ReadAsync(
        TargetRules target, CredentialTurn credential, HttpResponseMessage response, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var body = new byte[MostBytes];
        await using var stream = await AnswerBody.OpenAsync(response, cancellation);
        var length = await stream.ReadAtLeastAsync(body, MostBytes, throwOnEndOfStream: false, cancellation);
        // Some providers quote the credential in errors of any status; no client may see it.
        credential.Hide(body.AsSpan(0, length));
        var status = (int)response.StatusCode;
        var error = ErrorBody.WithTypeOf(AmazonErrorType(response), ErrorBody.Read(body.AsSpan(0, length)));
        var failure = FailureClassifier.Classify(
            status, RetryAfter(target, response, now), error, target.Provider.Errors);
        return AttemptFailure.Answered(
            target, failure, status, body.AsMemory(0, length), HeaderText.Of(response.Content.Headers.ContentType));
    }

    // The finer header, where the provider has one, says the same in milliseconds.
    private static TimeSpan? RetryAfter(TargetRules target, HttpResponseMessage response, DateTimeOffset now) =>
        target.Provider.RateLimitHeaders?.RetryAfterMs is { } name
            && response.Headers.NonValidated.TryGetValues(name, out var fine)
            && RetryAfterHeader.ParseMilliseconds(fine.ToString()) is { } wait
            ? wait
            : response.Headers.NonValidated.TryGetValues("Retry-After", out var value)
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
