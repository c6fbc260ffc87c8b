using Microsoft.Win32.SafeHandles;

namespace Godwit.Gateway.ResponseState;

/// <summary>One append-only file of frames. One writer; readers at any time.</summary>
internal sealed class ResponseSegment : IDisposable
{
    private readonly SafeFileHandle handle;

    private ResponseSegment(string path, SafeFileHandle handle, long length)
    {
        Path = path;
        this.handle = handle;
        Length = length;
    }

    public string Path { get; }

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <summary>When the last of its responses is forgotten, Unix seconds.</summary>
    public long LastExpiry { get; private set; }

    public static ResponseSegment Create(string path) => new(
        path, File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read), 0);

    /// <summary>Opens an existing file and tells of each frame in it, as far as they are whole.</summary>
    public static ResponseSegment Open(string path, Action<ResponseSegment, long, ResponseHead> found)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        var segment = new ResponseSegment(path, handle, RandomAccess.GetLength(handle));
        Span<byte> head = stackalloc byte[ResponseFrame.HeadSize];
        long at = 0;
        while (RandomAccess.Read(handle, head, at) == head.Length && ResponseFrame.TryReadHead(head, out var read)
            && at + head.Length + read.Length <= segment.Length)
        {
            found(segment, at, read);
            segment.LastExpiry = Math.Max(segment.LastExpiry, read.ExpiresAtSeconds);
            at += head.Length + read.Length;
        }

        return segment;
    }

    /// <summary>Appends a frame and says where it begins.</summary>
    public long Append(byte[] frame, long expiry)
    {
        var at = Length;
        RandomAccess.Write(handle, frame, at);
        Length += frame.Length;
        LastExpiry = Math.Max(LastExpiry, expiry);
        return at;
    }

    /// <summary>Reads a frame; null when the file was let go meanwhile.</summary>
    public async ValueTask<byte[]?> ReadAsync(long at, int length, CancellationToken cancellation)
    {
        var frame = new byte[length];
        try
        {
            return await RandomAccess.ReadAsync(handle, frame, at, cancellation) == length ? frame : null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose() => handle.Dispose();

    /// <summary>Lets go of the file and everything in it.</summary>
    public void Delete()
    {
        handle.Dispose();
        File.Delete(Path);
    }
}
