namespace Godwit.Gateway.Counters;

/// <summary>
/// What a limit allows. Limits are changed while they are counted, and nodes hear of it at different times.
/// </summary>
/// <param name="Most">The most that all nodes may take in the window: tokens, requests, or nano units.</param>
/// <param name="Version">Counts up with every change of the limit; 0 where it is not known.</param>
internal readonly record struct Allowance(long Most, long Version = 0)
{
    public static implicit operator Allowance(long most) => new(most);
}
