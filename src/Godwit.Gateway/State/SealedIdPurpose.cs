namespace Godwit.Gateway.State;

/// <summary>The kind of thing a sealed id names. The numbers are in ids that clients keep: never change one.</summary>
internal enum SealedIdPurpose
{
    Response = 1,
    File = 2,
    Batch = 3,
    FineTuningJob = 4,

    /// <summary>Encrypted reasoning of an account: the mark before it.</summary>
    Reasoning = 5,
    Upload = 6,
    Conversation = 7,
}
