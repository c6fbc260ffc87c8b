namespace Godwit.Control.Keys;

/// <summary>
/// What the first start with an empty store made: to be printed once, for it is kept nowhere in clear.
/// </summary>
public sealed class FirstStart
{
    private FirstStartCredentials? credentials;

    /// <summary>The credentials; null when this was not the first start, or they were handed out already.</summary>
    public FirstStartCredentials? Take() => Interlocked.Exchange(ref credentials, null);

    internal void Put(FirstStartCredentials made) => Interlocked.Exchange(ref credentials, made);
}

/// <summary>The first credentials of an installation; a member is null where the environment gave it.</summary>
/// <param name="ApiKey">The first API key.</param>
/// <param name="AdminPassword">The administrator's password.</param>
public sealed record FirstStartCredentials(string? ApiKey, string? AdminPassword);
