namespace Godwit.Simulator.Wire;

/// <summary>Why a simulated provider refuses a request.</summary>
internal enum ErrorReason
{
    MissingKey,
    BadKey,
    RegionRefused,
    UnknownPath,
    WrongMethod,
    BadJson,
    InvalidRequest,
    MissingParameter,
    UnknownModel,
    BodyTooLarge,
    ContextLength,
    ContentFiltered,
    RateLimited,
    QuotaExhausted,
    ServerError,
    Unavailable,
}
