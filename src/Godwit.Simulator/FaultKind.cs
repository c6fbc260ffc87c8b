namespace Godwit.Simulator;

/// <summary>The ways in which a simulated provider misbehaves on purpose.</summary>
public enum FaultKind
{
    /// <summary>429, with <c>Retry-After</c> when one is set.</summary>
    RateLimit,

    /// <summary>429 because the money is used up; never worth a retry.</summary>
    QuotaExhausted,

    /// <summary>500.</summary>
    ServerError,

    /// <summary>503, with <c>Retry-After</c> when one is set.</summary>
    Unavailable,

    /// <summary>401, whatever the key.</summary>
    BadKey,

    /// <summary>403 with the body by which OpenAI refuses a territory; checked before the key.</summary>
    RegionRefusal,

    /// <summary>400 because the input is too long for the model.</summary>
    ContextLength,

    /// <summary>400 by the content filter; with <see cref="Fault.AfterChunks"/>, inside the answer.</summary>
    ContentFilter,

    /// <summary>400 when the last message is the assistant's.</summary>
    PrefillRefused,

    /// <summary>307 to another host.</summary>
    Redirect,

    /// <summary>200 whose body, or one event of whose stream, is an error object.</summary>
    ErrorIn200,

    /// <summary>TCP reset before any byte.</summary>
    Reset,

    /// <summary>The request is read and never answered.</summary>
    Silent,

    /// <summary>Headers at once, the first token after <see cref="Fault.Delay"/>.</summary>
    SlowFirstToken,

    /// <summary>The connection ends in the middle of the answer.</summary>
    StreamCut,

    /// <summary>The answer stops in the middle and the connection stays open.</summary>
    StreamStall,

    /// <summary>One event of the stream is not JSON.</summary>
    BadEvent,

    /// <summary>The stream ends without its <c>[DONE]</c>.</summary>
    NoDone,

    /// <summary>One chunk carries 1 MiB of text.</summary>
    HugeChunk,

    /// <summary>Comment lines between the events.</summary>
    Comments,

    /// <summary>Events end with CRLF instead of LF.</summary>
    Crlf,

    /// <summary><c>data:</c> is followed by no space.</summary>
    NoSpace,

    /// <summary>The answer is written in pieces that cut characters apart.</summary>
    SplitUtf8,

    /// <summary>The answer is compressed although nobody asked for it.</summary>
    Gzip,
}
