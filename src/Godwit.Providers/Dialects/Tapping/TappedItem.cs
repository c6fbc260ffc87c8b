namespace Godwit.Providers.Dialects.Tapping;

/// <summary>What is known so far of the item of an answer that a tap is in.</summary>
/// <param name="Tool">The tool of which it is a call; null for others.</param>
/// <param name="IsFree">It is part of another call, which alone is billed.</param>
internal readonly record struct TappedItem(string? Tool, bool IsFree);
