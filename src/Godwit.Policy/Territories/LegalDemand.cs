namespace Godwit.Policy.Territories;

/// <summary>The legal demand that a policy follows.</summary>
/// <param name="Link">Value of the <c>Link</c> header of a refusal, RFC 7725.</param>
/// <param name="Reference">The demand itself.</param>
public sealed record LegalDemand(string Link, string Reference);
