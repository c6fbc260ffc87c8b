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
    public const int Step = 128 * 1024;

    private static readonly byte[] Zeros = new byte[Step];

    /// <summary>Makes the file that long, with room on the disk for all of it.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public static void Reserve(SafeFileHandle file, long length)
    {
        if (OperatingSystem.IsLinux() && TryAllocate(file, length))
            return;
        for (var offset = 0L; offset < length; offset += Step)
            RandomAccess.Write(file, Zeros.AsSpan(0, (int)Math.Min(Step, length - offset)), offset);
    }

    /// <summary>
    /// Maps pages of a segment for writing before they are written. Where the system does not know how (Linux before
    /// 5.14), each page is mapped when it is touched.
    /// </summary>
    /// <remarks>
    /// Zeros are written first: what a file system caches by a long write lies in few large pieces. What it caches page
    /// by page costs four times as much, from the first touch to the disk.
    /// </remarks>
    /// <param name="file">The segment's file.</param>
    /// <param name="offset">Where to begin in it; nothing was written from there on.</param>
    /// <param name="address">The same place in memory.</param>
    /// <param name="length">How many bytes, at most <see cref="Step"/>.</param>
    /// <exception cref="IOException">The disk is gone.</exception>
    public static void MakeReady(SafeFileHandle file, long offset, nint address, int length)
    {
        const int populateForWriting = 23;
        if (!OperatingSystem.IsLinux())
            return;
        RandomAccess.Write(file, Zeros.AsSpan(0, length), offset);
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
