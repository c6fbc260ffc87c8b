using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Godwit.Control;

/// <summary>
/// What Linux is told of a thread that can wait. The priorities that the runtime knows do nothing there.
/// </summary>
/// <remarks>See sched(7) and sched_setattr(2).</remarks>
internal static class BackgroundPriority
{
    // It gets all of a processor when there is nothing else, and a small part against a thread that is not nice: at 10,
    // a processor that had no rest stored half as many records.
    private const int Niceness = 5;

    // It never takes the processor from another when it wakes up.
    private const uint Batch = 3;

    // Whoever asks for shorter turns, as every thread does that says nothing, may interrupt a turn this long (Linux
    // 6.12 and later). Without it a request that comes in the midst of a batch waits some milliseconds.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the calling thread one that lets all others go first; refused, it stays as it was.</summary>
    public static void Take()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var attributes = new Attributes
        {
            Size = (uint)Unsafe.SizeOf<Attributes>(),
            Policy = Batch,
            Nice = Niceness,
            Runtime = (ulong)Turn.TotalNanoseconds,
        };
        if (CallNumber is not { } number || Call(number, 0, ref attributes, 0) != 0)
            _ = BeNice(Niceness);
    }

    private static long? CallNumber => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => null,
    };

    // On Linux a thread has its own, and thread 0 is the one that calls.
    [DllImport("libc", EntryPoint = "nice")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BeNice(int by);

    [DllImport("libc", EntryPoint = "syscall")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern long Call(long number, int thread, ref Attributes attributes, uint flags);

    /// <summary>The kernel's <c>sched_attr</c> in its first size.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Nice;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
