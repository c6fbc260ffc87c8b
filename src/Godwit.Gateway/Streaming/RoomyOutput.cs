using System.Buffers;
using System.IO.Pipelines;

namespace Godwit.Gateway.Streaming;

/// <summary>
/// A response's body for writers that ask for room without saying how much. Before its head is sent, the server's own
/// writer answers them with what is left of its block, which may be nothing, and then they give up.
/// </summary>
internal sealed class RoomyOutput(PipeWriter body) : IBufferWriter<byte>
{
    public void Advance(int count) => body.Advance(count);

    public Memory<byte> GetMemory(int sizeHint = 0) => body.GetMemory(Math.Max(sizeHint, 1));

    public Span<byte> GetSpan(int sizeHint = 0) => body.GetSpan(Math.Max(sizeHint, 1));
}
