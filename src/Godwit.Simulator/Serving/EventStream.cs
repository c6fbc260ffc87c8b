using System.Buffers;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>Frames JSON as server-sent events, at the provider's pace and bent by the faults.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly Exchange _exchange;
    private readonly ByteOutput _output;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly bool _comments;

    public EventStream(Exchange exchange)
    {
        _exchange = exchange;
        exchange.Http.Response.ContentType = "text/event-stream; charset=utf-8";
        exchange.Http.Response.Headers.CacheControl = "no-cache";
        ResponseHeaders.Write(exchange);
        _output = new ByteOutput(exchange);
        _json = new Utf8JsonWriter(_buffer, WireJson.Options);
        bool tight = exchange.Faults.Has(FaultKind.NoSpace)
            || ProviderQuirks.Of(exchange.Provider.Name).NoSpaceAfterData;
        _head = tight ? "data:"u8.ToArray() : "data: "u8.ToArray();
        _tail = exchange.Faults.Has(FaultKind.Crlf) ? "\r\n\r\n"u8.ToArray() : "\n\n"u8.ToArray();
        _comments = exchange.Faults.Has(FaultKind.Comments);
    }

    /// <summary>Sends one event whose data <paramref name="write"/> writes.</summary>
    public async ValueTask SendAsync<TState>(TState state, Action<Utf8JsonWriter, TState> write)
    {
        await SendCommentAsync();
        _buffer.ResetWrittenCount();
        _buffer.Write(_head);
        _json.Reset();
        write(_json, state);
        _json.Flush();
        _buffer.Write(_tail);
        await _output.WriteAsync(_buffer.WrittenMemory);
    }

    /// <summary>Sends one event with data that need not be JSON.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> data)
    {
        await SendCommentAsync();
        _buffer.ResetWrittenCount();
        _buffer.Write(_head);
        _buffer.Write(data.Span);
        _buffer.Write(_tail);
        await _output.WriteAsync(_buffer.WrittenMemory);
    }

    public ValueTask FlushAsync() => _output.FlushAsync();

    /// <summary>Waits the provider's time between two chunks; what was written is sent before.</summary>
    public async ValueTask PaceAsync()
    {
        if (_exchange.Provider.Pace > TimeSpan.Zero)
        {
            await _output.FlushAsync();
            await _exchange.WaitAsync(_exchange.Provider.Pace);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _output.DisposeAsync();
        await _json.DisposeAsync();
    }

    private ValueTask SendCommentAsync() => _comments
        ? _output.WriteAsync(_tail.Length == 4 ? ": keep-alive\r\n\r\n"u8.ToArray() : ": keep-alive\n\n"u8.ToArray())
        : ValueTask.CompletedTask;
}
