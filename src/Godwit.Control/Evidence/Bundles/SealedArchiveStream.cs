using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Godwit.Control.Evidence.Bundles;

/// <summary>
/// Passes a zip archive on as it is written and, in place of its empty comment, ends it with a
/// <see cref="BundleSeal"/>.
/// </summary>
internal sealed class SealedArchiveStream(Stream output) : Stream
{
    // An archive without a comment ends with the comment's length, which is 0.
    private const int CommentLengthSize = 2;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] held = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends the archive, once all of it was written.</summary>
    public async Task SealAsync(ECDsa key, CancellationToken cancellation)
    {
        var length = new byte[CommentLengthSize];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)BundleSeal.Length);
        hash.AppendData(length);
        await output.WriteAsync(length, cancellation);
        await output.WriteAsync(BundleSeal.Write(key, hash.GetHashAndReset()), cancellation);
        await output.FlushAsync(cancellation);
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Pass(buffer.Span) is { Length: > 0 } passed)
            await output.WriteAsync(passed, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (Pass(buffer.AsSpan(offset, count)) is { Length: > 0 } passed)
            output.Write(passed);
    }

    public override void Flush() => output.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => output.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            hash.Dispose();
        base.Dispose(disposing);
    }

    // Everything but the last two bytes, which may be the length that is written anew.
    private byte[] Pass(ReadOnlySpan<byte> bytes)
    {
        byte[] all = [.. held, .. bytes];
        var keep = Math.Min(CommentLengthSize, all.Length);
        held = all[^keep..];
        var passed = all[..^keep];
        hash.AppendData(passed);
        return passed;
    }
}
