namespace Godwit.Gateway.State;

/// <summary>Of a response that is made in the background: what its usage is recorded by when it is known.</summary>
/// <param name="Request">The request that asked for it.</param>
/// <param name="Model">The target's model that makes it.</param>
internal sealed record BackgroundResponse(Guid Request, string Model);
