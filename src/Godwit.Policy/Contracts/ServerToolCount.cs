namespace Godwit.Policy.Contracts;

/// <summary>How often a provider ran one of its tools.</summary>
/// <param name="Tool">Its name, one of <see cref="ServerToolNames"/> or the provider's own.</param>
/// <param name="Calls">The calls, or what else the provider counts of it.</param>
public readonly record struct ServerToolCount(string Tool, long Calls);
