namespace Godwit.Providers.Tokens;

/// <summary>What counting a request's input came to.</summary>
/// <param name="Tokens">The most it makes; where counting was given up, what it makes at least.</param>
/// <param name="IsWhole">All of it was counted.</param>
/// <param name="Likely">About what it makes; the same as <see cref="Tokens"/> where all was counted.</param>
public readonly record struct InputCount(long Tokens, bool IsWhole, long Likely);
