namespace Godwit.Providers.Tests;

/// <summary>Counts what a piece of work allocates once it is warm.</summary>
internal static class Allocations
{
    public static long Of(Action work)
    {
        for (var i = 0; i < 50; i++)
        {
            work();
        }

        // The smallest of a few runs: the runtime itself may allocate on this thread while it recompiles a method.
        var smallest = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            smallest = Math.Min(smallest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return smallest;
    }
}
