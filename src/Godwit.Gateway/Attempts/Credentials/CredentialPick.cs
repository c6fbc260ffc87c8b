namespace Godwit.Gateway.Attempts.Credentials;

/// <summary>Which of a provider's credentials may be taken, and which is preferred.</summary>
/// <param name="Except">A bit for each that may not.</param>
/// <param name="Conversation">
/// The same for all requests of a conversation: they keep to one credential while it is well, since providers keep
/// prompt caches by account. Zero: each takes the next one.
/// </param>
/// <param name="InOrder">The first of the list is preferred.</param>
/// <param name="OneAccount">Only one account will do: when all that may be taken rest, none is taken.</param>
internal readonly record struct CredentialPick(
    ulong Except = 0, uint Conversation = 0, bool InOrder = false, bool OneAccount = false);
