namespace Godwit.Simulator.Messages;

/// <summary>What a prompt took from the cache and left in it, in tokens.</summary>
/// <param name="Read">Found there.</param>
/// <param name="WrittenFor5Minutes">Kept for five minutes.</param>
/// <param name="WrittenForAnHour">Kept for an hour.</param>
internal readonly record struct CacheUse(int Read, int WrittenFor5Minutes, int WrittenForAnHour)
{
    public int Written => WrittenFor5Minutes + WrittenForAnHour;
}
