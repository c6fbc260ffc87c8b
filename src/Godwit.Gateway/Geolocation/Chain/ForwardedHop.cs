namespace Godwit.Gateway.Geolocation.Chain;

/// <summary>What one element of a <c>Forwarded</c> header says of its <c>for</c> node.</summary>
/// <param name="Known">False for <c>unknown</c>, an obfuscated name, a malformed node, or no <c>for</c> at all.</param>
/// <param name="Address">The node's address.</param>
internal readonly record struct ForwardedHop(bool Known, NumericAddress Address);
