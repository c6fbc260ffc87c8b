using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;

namespace Godwit.Gateway;

/// <summary>
/// Every error that Godwit itself gives to clients: one place, one row each in docs/reference/errors.md.
/// </summary>
internal static class Refusals
{
    private const string InvalidRequest = "invalid_request_error";
    private const string Forbidden = "request_forbidden";
    private const string ServerError = "server_error";

    public static Refusal MissingKey { get; } = Unauthorized(
        "missing_api_key",
        "No API key was sent. Send 'Authorization: Bearer gw-…' (or the same key in x-api-key, x-goog-api-key or "
        + "api-key) with a key made by 'godwit keys create'.");

    public static Refusal InvalidKey { get; } = Unauthorized(
        "invalid_api_key", "The API key is not one that was issued here. Check that it was copied whole.");

    public static Refusal ExpiredKey { get; } = Unauthorized(
        "expired_api_key", "The API key has expired. Ask the operator for a new one.");

    public static Refusal RevokedKey { get; } = Unauthorized(
        "revoked_api_key", "The API key was revoked. Ask the operator for a new one.");

    public static Refusal NotReady { get; } = new()
    {
        Status = 503, Code = "not_ready", Type = ServerError, RetryAfterSeconds = 1,
        Message = "No configuration has been published yet.",
    };

    public static Refusal Internal { get; } = new()
    {
        Status = 500, Code = "internal_error", Type = ServerError, ProxyStatus = "proxy_internal_error",
        Message = "Godwit failed on this request. The operator finds the cause under the request id.",
    };

    public static Refusal ClientGone { get; } = new()
    {
        Status = 499, Code = "client_closed_request", Type = InvalidRequest,
        Message = "The client went away before the answer.",
    };

    public static Refusal NoSuchPath(string path) => new()
    {
        Status = 404, Code = "unknown_url", Type = InvalidRequest,
        Message = $"There is no {path} here. The base URL ends in /v1, e.g. http://localhost:4000/v1.",
    };

    public static Refusal WrongMethod(string method, string path, string allowed) => new()
    {
        Status = 405, Code = "method_not_allowed", Type = InvalidRequest, Allow = allowed,
        Message = $"{method} does not fit {path}; use {allowed}.",
    };

    public static Refusal BodyTooLarge(int limit) => new()
    {
        Status = 413, Code = "request_too_large", Type = InvalidRequest,
        Message = $"The request body is larger than {limit} bytes, the limit set by the operator.",
    };

    public static Refusal UnsupportedEncoding(string encoding) => new()
    {
        Status = 415, Code = "unsupported_content_encoding", Type = InvalidRequest,
        Message = $"Content-Encoding '{encoding}' is not accepted; use gzip, br or none.",
    };

    public static Refusal BadEncoding { get; } = new()
    {
        Status = 400, Code = "invalid_content_encoding", Type = InvalidRequest,
        Message = "The request body is not what its Content-Encoding says.",
    };

    public static Refusal BodyTimeout { get; } = new()
    {
        Status = 408, Code = "request_timeout", Type = InvalidRequest,
        Message = "The request body did not arrive in time.",
    };

    public static Refusal BadRequest(string code, string message, string? param) => new()
    {
        Status = 400, Code = code, Type = InvalidRequest, Message = message, Param = param,
    };

    public static Refusal BadEndUserAddress(string header) => new()
    {
        Status = 400, Code = "invalid_end_user_address", Type = InvalidRequest, Param = header,
        Message = $"The header {header} does not hold one IP address; send four decimal numbers without leading zeros, "
            + "or IPv6 without a zone.",
    };

    public static Refusal UnknownModel(string model) => new()
    {
        Status = 404, Code = "model_not_found", Type = InvalidRequest, Param = "model",
        Message = $"The model '{model}' does not exist or this key may not use it. GET /v1/models lists those it may.",
    };

    /// <summary>The request can't be read as one that is to be translated.</summary>
    public static Refusal Untranslatable(string code, string message, string path) => new()
    {
        Status = 400, Code = code, Type = InvalidRequest, Message = message, Param = path.Length == 0 ? null : path,
    };

    /// <summary>A strict route, and a target that can't express the request whole.</summary>
    public static Refusal TranslationWouldLose(string target, Loss loss) => new()
    {
        Status = 400, Code = "translation_would_lose", Type = InvalidRequest, Param = loss.Path,
        Message = $"'{loss.Path}' can't be sent to {target} as it is ({loss.Reason.TrimEnd('.')}), and the route is "
            + "strict. Leave the field out, or have the route's strict setting removed.",
    };

    public static Refusal OperationNotOffered(string model, string operation) => new()
    {
        Status = 400, Code = "operation_not_offered", Type = InvalidRequest, Param = "model",
        Message = $"No target of the model '{model}' offers {operation}.",
    };

    /// <summary>451 where a legal demand is the policy's base (RFC 7725), else 403.</summary>
    public static Refusal TerritoryNotServed(string message, LegalDemand? demand = null) => new()
    {
        Status = demand is null ? 403 : 451, Code = "unsupported_country_region_territory", Type = Forbidden,
        Message = message, Link = demand?.Link,
    };

    /// <summary>Not an answer of its own, but the last event of a stream that a policy ended.</summary>
    public static Refusal PolicyStreamCut(TerritoryRules policy) => new()
    {
        Status = policy.LegalDemand is null ? 403 : 451, Code = "policy_stream_cut", Type = Forbidden,
        Message = $"The territory policy '{policy.Name}' began to hold while the answer was under way, and ended it; "
            + "what came before is not the whole.",
    };

    public static Refusal ProviderUnreachable(string provider, string proxyStatus) => new()
    {
        Status = 502, Code = "provider_unreachable", Type = ServerError, ProxyStatus = proxyStatus,
        Message = $"The provider {provider} could not be reached, or gave no answer that can be read.",
    };

    public static Refusal ProviderRedirected(string provider) => new()
    {
        Status = 502, Code = "provider_redirected", Type = ServerError, ProxyStatus = "http_protocol_error",
        Message = $"The provider {provider} answered with a redirect, which is not followed. "
            + "The operator has to mend its URL.",
    };

    public static Refusal ProviderTimeout(string provider) => new()
    {
        Status = 504, Code = "provider_timeout", Type = ServerError, ProxyStatus = "http_response_timeout",
        Message = $"The provider {provider} did not answer in time.",
    };

    /// <summary>Not an answer of its own, but the last event of a stream that broke off.</summary>
    public static Refusal ProviderStreamCut(string provider) => new()
    {
        Status = 502, Code = "provider_stream_cut", Type = ServerError, ProxyStatus = "connection_terminated",
        Message = $"The answer of the provider {provider} broke off; what came before is not the whole.",
    };

    public static Refusal ProviderCredential(string provider) => new()
    {
        Status = 502, Code = "provider_credential_refused", Type = ServerError, ProxyStatus = "http_request_error",
        Message = $"The provider {provider} refused Godwit's own credential. The operator has to mend it.",
    };

    public static Refusal ProviderCredentialUnusable(string provider) => new()
    {
        Status = 502, Code = "provider_credential_unusable", Type = ServerError, ProxyStatus = "http_request_error",
        Message = $"Godwit's credential for the provider {provider} could not be used, and nothing was sent. "
            + "The operator finds the reason in Godwit's log.",
    };

    /// <summary>Nothing was sent: the provider would have refused.</summary>
    /// <param name="provider">The last that was passed over.</param>
    /// <param name="wait">When the first that was has something left.</param>
    public static Refusal ProviderRateLimited(string provider, TimeSpan wait) => new()
    {
        Status = 429, Code = "provider_rate_limited", Type = "rate_limit_error",
        RetryAfterSeconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)),
        Message = $"The provider {provider} has nothing left of its limit for now, by its own word, and was not asked. "
            + "Wait as long as Retry-After says.",
    };

    private static Refusal Unauthorized(string code, string message) => new()
    {
        Status = 401, Code = code, Type = InvalidRequest, Message = message,
    };
}
