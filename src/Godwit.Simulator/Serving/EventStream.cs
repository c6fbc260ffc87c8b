using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>Frames JSON as server-sent events, at the provider's pace and bent by the faults.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly Exchange _exchange;
    private readonly ByteOutput? _output;
    private readonly WebSocket? _socket;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private readonly bool _comments;
    private readonly bool _array;
    private readonly bool _frames;
    private bool _began;
    private int _number;

    /// <param name="exchange">Whose answer it is.</param>
    /// <param name="asArray">The events are the members of one JSON array instead.</param>
    public EventStream(Exchange exchange, bool asArray = false)
    {
        _exchange = exchange;
        _array = asArray;
        _frames = exchange.Dialect == Dialect.Converse;
        exchange.Http.Response.ContentType = _frames ? EventFrames.MediaType
            : asArray ? "application/json; charset=UTF-8" : "text/event-stream; charset=utf-8";
        exchange.Http.Response.Headers.CacheControl = "no-cache";
        ResponseHeaders.Write(exchange);
        _output = new ByteOutput(exchange);
        _json = new Utf8JsonWriter(_buffer, WireJson.Options);
        bool tight = exchange.Faults.Has(FaultKind.NoSpace)
            || exchange.Dialect is Dialect.SenseNova or Dialect.DashScope
            || (exchange.Dialect == Dialect.Chat && ProviderQuirks.Of(exchange.Provider.Name).NoSpaceAfterData);
        _head = tight ? "data:"u8.ToArray() : "data: "u8.ToArray();
        _tail = asArray || _frames ? []
            : exchange.Faults.Has(FaultKind.Crlf) ? "\r\n\r\n"u8.ToArray() : "\n\n"u8.ToArray();
        _comments = !asArray && !_frames && exchange.Faults.Has(FaultKind.Comments);
    }

    /// <summary>The events are messages of a WebSocket instead.</summary>
    public EventStream(Exchange exchange, WebSocket socket)
    {
        _exchange = exchange;
        _socket = socket;
        _json = new Utf8JsonWriter(_buffer, WireJson.Options);
        _head = [];
        _tail = [];
    }

    /// <summary>Sends one event whose data <paramref name="write"/> writes.</summary>
    public ValueTask SendAsync<TState>(TState state, Action<Utf8JsonWriter, TState> write) =>
        SendAsync(null, state, write);

    /// <summary>Sends one event with a name.</summary>
    public async ValueTask SendAsync<TState>(string? name, TState state, Action<Utf8JsonWriter, TState> write)
    {
        await SendCommentAsync();
        WriteHead(name);
        _json.Reset();
        write(_json, state);
        _json.Flush();
        _buffer.Write(_tail);
        await WriteAsync(_frames ? EventFrames.Of(name, _buffer.WrittenSpan) : _buffer.WrittenMemory);
    }

    /// <summary>Sends one event with data that need not be JSON.</summary>
    public async ValueTask SendAsync(string? name, ReadOnlyMemory<byte> data)
    {
        await SendCommentAsync();
        WriteHead(name);
        _buffer.Write(data.Span);
        _buffer.Write(_tail);
        await WriteAsync(_frames ? EventFrames.Of(name, _buffer.WrittenSpan) : _buffer.WrittenMemory);
    }

    /// <summary>Closes the array, where the stream is one.</summary>
    public ValueTask EndAsync() => _array ? WriteAsync("]"u8.ToArray()) : ValueTask.CompletedTask;

    public ValueTask FlushAsync() => _output?.FlushAsync() ?? ValueTask.CompletedTask;

    /// <summary>Waits the provider's time between two chunks; what was written is sent before.</summary>
    public async ValueTask PaceAsync()
    {
        if (_exchange.Provider.Pace > TimeSpan.Zero)
        {
            await FlushAsync();
            await _exchange.WaitAsync(_exchange.Provider.Pace);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_output is not null)
        {
            await _output.DisposeAsync();
        }

        await _json.DisposeAsync();
    }

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _socket is null
        ? _output!.WriteAsync(bytes)
        : _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, _exchange.Ending);

    private void WriteHead(string? name)
    {
        _buffer.ResetWrittenCount();
        if (_socket is not null || _frames)
        {
            return;
        }

        if (_exchange.Dialect == Dialect.DashScope)
        {
            EventFrames.WriteDashScopeHead(_buffer, ++_number, name);
            return;
        }

        if (_array)
        {
            _buffer.Write(_began ? ",\r\n"u8 : "["u8);
            _began = true;
            return;
        }

        if (name is not null)
        {
            _buffer.Write("event:"u8);
            _buffer.Write(_head.AsSpan()["data:".Length..]);
            Encoding.UTF8.GetBytes(name, _buffer);
            _buffer.Write(_tail.AsSpan(0, _tail.Length / 2));
        }

        _buffer.Write(_head);
    }

    private ValueTask SendCommentAsync() => _comments
        ? WriteAsync(_tail.Length == 4 ? ": keep-alive\r\n\r\n"u8.ToArray() : ": keep-alive\n\n"u8.ToArray())
        : ValueTask.CompletedTask;
}
