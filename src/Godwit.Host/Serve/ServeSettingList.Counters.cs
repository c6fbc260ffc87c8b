namespace Godwit.Host.Serve;

/// <summary>The settings that say where nodes count together.</summary>
internal static partial class ServeSettingList
{
    public static ServeSetting Redis { get; } = new("--redis", "CONNECTION",
        "Redis that nodes share to hold limits together, redis://HOST:PORT, several with commas between them, or "
            + "rediss:// for TLS. Default: none, and this node's limits are its own.");

    public static ServeSetting RedisPassword { get; } = new("--redis-password", "REFERENCE",
        "Where its password is found: env:NAME or file:PATH.");

    public static ServeSetting RedisCa { get; } = new("--redis-ca", "FILE",
        "PEM file with an authority trusted for it, besides the machine's.");

    public static ServeSetting RedisPrefix { get; } = new("--redis-prefix", "NAME",
        "What its keys begin with; installations that share a server differ in it. Default: godwit.");

    private static IReadOnlyList<ServeSetting> Counters => [Redis, RedisPassword, RedisCa, RedisPrefix];
}
