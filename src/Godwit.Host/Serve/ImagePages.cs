using System.Runtime.InteropServices;

namespace Godwit.Host.Serve;

/// <summary>
/// Takes pages of assemblies and libraries out of the process's memory, which the system has in its page cache all the
/// same. Most are read once, at a start; those that are needed come back at the first touch, sixteen at a time and
/// without the disk. The runtime maps an assembly twice: as the file is, and as it is laid out.
/// </summary>
/// <remarks>
/// Only mappings that nobody can write to are let go, that hold no page of the process's own, and that were there at
/// the look before: the runtime is done with what it changes in an image when it loads one. Linux alone.
/// </remarks>
internal sealed class ImagePages(TimeProvider time)
{
    private const int DontNeed = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    // A look takes some 10 ms. With longer pauses, half of what went is back by what is done now and then.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private readonly FileMappings mappings = new();
    private List<Mapping> seen = [];
    private List<Mapping> now = [];

    /// <summary>
    /// Lets go again and again: soon after the start, while code that was compiled ahead is compiled anew and needed no
    /// more, then more seldom, and at last about every minute.
    /// </summary>
    public async Task KeepLowAsync(CancellationToken cancellation)
    {
        LetGo();
        for (var pause = FirstPause; OperatingSystem.IsLinux(); pause = pause < LongestPause ? pause * 2 : pause)
        {
            await Task.Delay(pause, time, cancellation);
            LetGo();
        }
    }

    /// <summary>Lets go of what the look before found too.</summary>
    /// <returns>How many bytes of mappings were let go, in memory or not.</returns>
    public long LetGo()
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        (seen, now) = (now, seen);
        now.Clear();
        Look();
        var (total, next) = (0L, 0);
        // Both are in the order of addresses.
        foreach (var mapping in now)
        {
            while (next < seen.Count && seen[next].Begin < mapping.Begin)
                next++;
            var length = mapping.End - mapping.Begin;
            if (next < seen.Count && seen[next] == mapping && Advise((nint)mapping.Begin, (nuint)length, DontNeed) == 0)
                total += (long)length;
        }

        return total;
    }

    // Whole, before anything is let go. Where it is not shown, all stays.
    private void Look()
    {
        try
        {
            using var smaps = new FileStream("/proc/self/smaps", FileMode.Open, FileAccess.Read, FileShare.Read, 0);
            mappings.Read(smaps, now);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            now.Clear();
        }
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nuint length, int advice);
}
