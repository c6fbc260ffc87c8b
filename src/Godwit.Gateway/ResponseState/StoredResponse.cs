namespace Godwit.Gateway.ResponseState;

/// <summary>One response that Godwit keeps for its client, because the provider that answered keeps none.</summary>
/// <param name="Id">The request's id, which its item ids bear too.</param>
/// <param name="Organization">The organization that owns it.</param>
/// <param name="Project">The project that owns it.</param>
/// <param name="ExpiresAt">When it is forgotten.</param>
/// <param name="Previous">The response whose conversation it goes on with; null when it began one.</param>
/// <param name="Input">The client's own input: a JSON string, or a list of items.</param>
/// <param name="Response">The whole response object, as the client got it.</param>
internal sealed record StoredResponse(
    Guid Id, string Organization, string Project, DateTimeOffset ExpiresAt, Guid? Previous,
    ReadOnlyMemory<byte> Input, ReadOnlyMemory<byte> Response);
