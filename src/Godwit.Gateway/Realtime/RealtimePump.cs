using System.Buffers;
using System.Net.WebSockets;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIPlatform;

namespace Godwit.Gateway.Realtime;

/// <summary>How one direction of a session ended.</summary>
internal enum PumpEnd
{
    /// <summary>The side that sends closed it.</summary>
    Closed,

    /// <summary>The side that sends broke off.</summary>
    SourceBroke,

    /// <summary>The side that receives broke off.</summary>
    SinkBroke,
}

/// <summary>
/// One direction of a session. A message goes on piece by piece as it comes, so that none is ever held whole, but for
/// the few that tell usage.
/// </summary>
internal sealed class RealtimePump(WebSocket source, WebSocket sink) : IDisposable
{
    private const int BufferSize = 16 * 1024;
    private const int LongestReport = 256 * 1024;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly ArrayBufferWriter<byte> report = new();
    private bool insideMessage;
    private bool closing;
    private bool reading;

    /// <summary>Adds up what the events report that pass.</summary>
    public bool ReadsUsage { get; init; }

    public TokenUsage Usage { get; private set; }

    /// <summary>Relays until the source closes or either side breaks off. Does not throw for that.</summary>
    public async Task<PumpEnd> RunAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var end = PumpEnd.SourceBroke;
        try
        {
            while (true)
            {
                end = PumpEnd.SourceBroke;
                var received = await source.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                    return PumpEnd.Closed;
                end = PumpEnd.SinkBroke;
                var piece = buffer.AsMemory(0, received.Count);
                if (ReadsUsage)
                    Look(piece.Span, received.EndOfMessage);
                if (!await SendAsync(piece, received.MessageType, received.EndOfMessage))
                    return PumpEnd.Closed;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException or InvalidOperationException)
        {
            return end;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sends a message of Godwit's own, unless one of the source is only half sent.</summary>
    public async Task SendBetweenAsync(ReadOnlyMemory<byte> message, CancellationToken limit)
    {
        try
        {
            await turn.WaitAsync(limit);
            closing = true;
            if (!insideMessage && sink.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await sink.SendAsync(message, WebSocketMessageType.Text, true, limit);
            turn.Release();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException
            or ObjectDisposedException)
        {
            // The sink is gone: nobody is left to be told.
        }
    }

    /// <summary>Says to the sink that the session is over.</summary>
    public async Task CloseAsync(WebSocketCloseStatus? status, string? reason, CancellationToken limit)
    {
        // Without a status, or with one that only stands for none, an ordinary end is said.
        var told = status is null or WebSocketCloseStatus.Empty ? WebSocketCloseStatus.NormalClosure : status.Value;
        try
        {
            if (sink.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await sink.CloseOutputAsync(told, reason, limit);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException
            or ArgumentException or ObjectDisposedException)
        {
            sink.Abort();
        }
    }

    public void Dispose() => turn.Dispose();

    private async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> piece, WebSocketMessageType type, bool endOfMessage)
    {
        await turn.WaitAsync();
        try
        {
            if (closing)
                return false;
            await sink.SendAsync(piece, type, endOfMessage, CancellationToken.None);
            insideMessage = !endOfMessage;
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    private void Look(ReadOnlySpan<byte> piece, bool endOfMessage)
    {
        if (!insideMessage)
        {
            reading = RealtimeUsage.IsReport(piece);
            report.ResetWrittenCount();
        }

        if (!reading)
            return;
        reading = report.WrittenCount + piece.Length <= LongestReport;
        if (reading)
            report.Write(piece);
        if (reading && endOfMessage)
            Usage = RealtimeUsage.Add(Usage, report.WrittenSpan);
    }
}
