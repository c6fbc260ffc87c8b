namespace Godwit.Simulator.Wire;

/// <summary>Why a simulated provider refuses a request.</summary>
internal enum ErrorReason
{
    MissingKey,
    BadKey,

    /// <summary>A key where the door wants another kind of credential, or the other way round.</summary>
    WrongKindOfKey,
    RegionRefused,
    UnknownPath,
    WrongMethod,
    BadJson,
    InvalidRequest,
    MissingParameter,
    UnknownModel,

    /// <summary>Something else than a model that is not there.</summary>
    NotFound,
    BodyTooLarge,
    ContextLength,
    ContentFiltered,
    RateLimited,
    QuotaExhausted,
    ServerError,
    Unavailable,
}
