namespace Godwit.Simulator;

/// <summary>A fault in force.</summary>
/// <param name="Provider">The provider it belongs to.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Used">How many requests it has met.</param>
public sealed record FaultStatus(string Provider, Fault Fault, int Used);
