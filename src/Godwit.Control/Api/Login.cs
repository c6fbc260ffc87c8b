namespace Godwit.Control.Api;

/// <summary>The administrator's password, to be exchanged for the admin token.</summary>
public sealed record LoginRequest
{
    public required string Password { get; init; }
}

/// <summary>The bearer token of the admin API.</summary>
public sealed record LoginResult
{
    public required string Token { get; init; }
}
