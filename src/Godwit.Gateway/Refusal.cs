using Godwit.Providers.Dialects;

namespace Godwit.Gateway;

/// <summary>
/// An answer that Godwit itself gives instead of a provider's. Each code has a row in docs/reference/errors.md.
/// </summary>
internal sealed record Refusal
{
    public required int Status { get; init; }

    /// <summary>Stable code, <c>snake_case</c>.</summary>
    public required string Code { get; init; }

    /// <summary>OpenAI's coarse kind, e.g. <c>invalid_request_error</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What is wrong and what to change, for people.</summary>
    public required string Message { get; init; }

    /// <summary>The request field at fault, if it is one.</summary>
    public string? Param { get; init; }

    /// <summary>Value of the <c>Allow</c> header, which RFC 9110 demands with status 405.</summary>
    public string? Allow { get; init; }

    /// <summary>Value of the <c>Upgrade</c> header, which RFC 9110 demands with status 426.</summary>
    public string? Upgrade { get; init; }

    /// <summary>Value of the <c>Link</c> header, which RFC 7725 asks for with status 451.</summary>
    public string? Link { get; init; }

    /// <summary>RFC 9209 error type, for failures on the way to a provider.</summary>
    public string? ProxyStatus { get; init; }

    /// <summary>Value of the <c>Retry-After</c> header, whole seconds; null when a retry does not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>A client library that tries again by itself would be refused again.</summary>
    public bool NoRetry { get; init; }

    /// <summary>The refusal as a dialect writes it.</summary>
    public ClientError For(Guid requestId) => new(Status, Type, Code, Param, Message)
    {
        RequestId = requestId.ToString(),
    };
}
