namespace Godwit.TestSupport;

/// <summary>Waits for a condition of another process, which can't be awaited, and says what it last saw.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Reads again and again until the condition holds, and returns what was read then.</summary>
    /// <param name="read">Reads the current state.</param>
    /// <param name="holds">Whether that is the state waited for.</param>
    public static async Task<T> ReadAsync<T>(Func<Task<T>> read, Func<T, bool> holds)
    {
        using var timer = new PeriodicTimer(Pause);
        using var limit = new CancellationTokenSource(Limit);
        var seen = await read();
        while (!holds(seen))
        {
            try
            {
                await timer.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Not so within {Limit}; last seen: {seen}");
            }

            seen = await read();
        }

        return seen;
    }
}
