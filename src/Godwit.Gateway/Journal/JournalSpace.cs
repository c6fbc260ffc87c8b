using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Godwit.Gateway.Journal;

/// <summary>
/// Takes a segment's whole space from the disk when it is made. A write to mapped memory cannot say that the disk is
/// full: the process would die of it.
/// </summary>
internal static class JournalSpace
{
    /// <summary>Bytes that are made ready at a time; a multiple of a page.</summary>
    public const int Step = 64 * 1024;

    /// <summary>Makes the file that long, with room on the disk for all of it.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public static void Reserve(SafeFileHandle file, long length)
    {
        if (OperatingSystem.IsLinux() && TryAllocate(file, length))
            return;
        var zeros = new byte[Step];
        for (var offset = 0L; offset < length; offset += Step)
            RandomAccess.Write(file, zeros.AsSpan(0, (int)Math.Min(Step, length - offset)), offset);
    }

    /// <summary>
    /// Maps pages of a segment for writing before they are written. Where the system does not know how (Linux before
    /// 5.14), each page is mapped when it is touched.
    /// </summary>
    public static void MakeReady(nint address, long length)
    {
        const int populateForWriting = 23;
        if (OperatingSystem.IsLinux())
            _ = Advise(address, (nuint)length, populateForWriting);
    }

    private static bool TryAllocate(SafeFileHandle file, long length)
    {
        const int noSpace = 28;
        try
        {
            var error = Allocate(file, 0, length);
            return error != noSpace ? error == 0 : throw new IOException("There is no space left on the device.");
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "posix_fallocate64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Allocate(SafeFileHandle file, long offset, long length);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint address, nuint length, int advice);
}
