namespace Godwit.Gateway.Attempts.Limits;

/// <summary>What of a provider's is limited, as its headers tell it; by <see cref="Wait"/> it asks for patience only.
/// </summary>
internal enum LimitKind
{
    Requests,
    Tokens,
    InputTokens,
    OutputTokens,

    /// <summary><c>Retry-After</c> of an answer that refused.</summary>
    Wait,
}
