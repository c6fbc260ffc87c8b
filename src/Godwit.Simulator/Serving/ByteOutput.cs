using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>Writes answer bytes as they are, compressed, or in pieces that cut characters apart.</summary>
internal sealed class ByteOutput : IAsyncDisposable
{
    private const int FlushFrom = 16 * 1024;
    private const int LongestPiece = 7;

    private readonly Exchange _exchange;
    private readonly PipeWriter _writer;
    private readonly GZipStream? _gzip;
    private readonly bool _split;
    private int _unflushed;

    public ByteOutput(Exchange exchange)
    {
        _exchange = exchange;
        _split = exchange.Faults.Has(FaultKind.SplitUtf8);
        if (exchange.Faults.Has(FaultKind.Gzip))
        {
            HttpResponse response = exchange.Http.Response;
            response.Headers.ContentEncoding = "gzip";
            response.ContentLength = null;
            _gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        }

        _writer = exchange.Http.Response.BodyWriter;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_gzip is not null)
        {
            await _gzip.WriteAsync(bytes);
        }
        else if (_split)
        {
            await WriteSplitAsync(bytes);
        }
        else
        {
            _writer.Write(bytes.Span);
            _unflushed += bytes.Length;
            if (_unflushed >= FlushFrom)
            {
                await FlushAsync();
            }
        }
    }

    public async ValueTask FlushAsync()
    {
        _unflushed = 0;
        if (_gzip is not null)
        {
            await _gzip.FlushAsync();
        }

        await _writer.FlushAsync();
        _exchange.Http.RequestAborted.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync() => _gzip?.DisposeAsync() ?? ValueTask.CompletedTask;

    // Bytes of characters beyond ASCII go out one by one, so that each such character is cut.
    private async ValueTask WriteSplitAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = PieceLength(bytes.Span);
            _writer.Write(bytes.Span[..length]);
            await FlushAsync();
            bytes = bytes[length..];
        }
    }

    private static int PieceLength(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] >= 0x80)
        {
            return 1;
        }

        int ascii = 1;
        while (ascii < bytes.Length && ascii < LongestPiece && bytes[ascii] < 0x80)
        {
            ascii++;
        }

        return ascii;
    }
}
