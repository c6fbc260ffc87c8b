using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Godwit.Gateway.ClientApi;
using Godwit.Providers.Dialects.EventStreams;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>
/// The body of one turn's response, sent as messages: each event of a stream is one. A client that reads slowly is
/// waited for, as on any connection.
/// </summary>
/// <param name="socket">The client.</param>
/// <param name="streamId">The stream that events are to name; null for none.</param>
/// <param name="gone">Cancelled when the client is gone; here too, when it is noticed first.</param>
/// <param name="mostBytes">Most bytes of an answer that is no stream.</param>
/// <param name="dead">
/// The connection is of no use any more. Not the same: a client that closes still reads until it was answered, and a
/// message that is cancelled would reset the connection.
/// </param>
internal sealed class TurnOutput(
    WebSocket socket, string? streamId, CancellationTokenSource gone, int mostBytes, CancellationToken dead)
    : PipeWriter, IDisposable
{
    private readonly SseMessages events = new();
    private readonly ArrayBufferWriter<byte> named = new();
    private readonly byte[] name = streamId is null
        ? [] : Encoding.ASCII.GetBytes($"{{\"stream_id\":\"{streamId}\",");

    private ArrayBufferWriter<byte>? whole;
    private GatewayRequest? request;
    private bool broken;
    private bool overflowed;

    /// <summary>The head is fixed: something of the body was sent, or is held as the whole.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>The client was told how the turn ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>The answer is no stream: it is kept until it is whole.</summary>
    public bool IsWhole => whole is not null;

    /// <summary>What of an answer is kept that is no stream.</summary>
    public ReadOnlyMemory<byte> Whole => whole?.WrittenMemory ?? default;

    /// <summary>Says whose response it is.</summary>
    public void Begin(GatewayRequest answered) => request = answered;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Sink.GetMemory(Math.Max(sizeHint, 1));

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes) => Sink.Advance(bytes);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        HasStarted = true;
        if (whole is not null)
        {
            if (whole.WrittenCount > mostBytes)
                throw new IOException("The answer is too long.");
            return new FlushResult(false, broken);
        }

        while (events.TryRead(out var data))
            await RelayAsync(data);
        if (events.Overflowed && !overflowed)
        {
            overflowed = true;
            throw new IOException("An event of the provider's stream is too large.");
        }

        return new FlushResult(false, broken);
    }

    /// <summary>Sends a message that ends the turn.</summary>
    public ValueTask EndAsync(ReadOnlyMemory<byte> message)
    {
        Ended = true;
        return SendAsync(message);
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }

    public void Dispose() => events.Dispose();

    // What the head says before the first byte decides.
    private IBufferWriter<byte> Sink
    {
        get
        {
            if (!HasStarted && whole is null && !IsStream)
                whole = new ArrayBufferWriter<byte>(1024);
            return whole is not null ? whole : events;
        }
    }

    private bool IsStream => request!.Http.Response is { StatusCode: < 300, ContentType: { } type }
        && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private ValueTask RelayAsync(ReadOnlyMemory<byte> data)
    {
        // After its end nothing of a turn counts, and [DONE] is no event.
        if (Ended || data.Span.SequenceEqual("[DONE]"u8))
            return ValueTask.CompletedTask;
        var kind = TypeOf(data.Span);
        Ended = kind != EventKind.Other;
        if (kind == EventKind.Complete)
            request!.Turn?.KeepRelayed(data);
        return SendAsync(Named(data));
    }

    private ReadOnlyMemory<byte> Named(ReadOnlyMemory<byte> data)
    {
        if (name.Length == 0 || data.Span is not [(byte)'{', ..])
            return data;
        named.ResetWrittenCount();
        named.Write(name);
        named.Write(data.Span[1..]);
        return named.WrittenMemory;
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        if (broken)
            return;
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, true, dead);
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException
            or ObjectDisposedException or InvalidOperationException)
        {
            broken = true;
            await gone.CancelAsync();
        }
    }

    private static EventKind TypeOf(ReadOnlySpan<byte> data)
    {
        var json = new Utf8JsonReader(data, isFinalBlock: true, default);
        try
        {
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
                return EventKind.Other;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                var isType = MemberName.Is(ref json, "type"u8);
                json.Read();
                if (isType)
                    return json.TokenType != JsonTokenType.String ? EventKind.Other
                        : MemberName.Is(ref json, "response.completed"u8)
                            || MemberName.Is(ref json, "response.incomplete"u8) ? EventKind.Complete
                        : MemberName.Is(ref json, "response.failed"u8) || MemberName.Is(ref json, "error"u8)
                            ? EventKind.Failed : EventKind.Other;
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // Relayed as it is: what a provider says is not bettered.
        }

        return EventKind.Other;
    }

    private enum EventKind
    {
        Other,
        Complete,
        Failed,
    }
}
