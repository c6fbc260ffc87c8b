namespace Godwit.Simulator.Serving;

/// <summary>
/// A streamed answer of any dialect: paces its pieces, counts them and lets the faults strike between.
/// </summary>
internal sealed class AnswerStream : IAsyncDisposable
{
    private readonly Exchange _exchange;
    private readonly StreamFaults _faults;
    private int _sent;

    public AnswerStream(Exchange exchange, EventStream? events = null)
    {
        _exchange = exchange;
        Events = events ?? new EventStream(exchange, exchange.StreamsArray);
        _faults = new StreamFaults(exchange, Events);
    }

    public EventStream Events { get; }

    /// <summary>The stream is to end without the mark of its end.</summary>
    public bool LacksEnd => _exchange.Faults.Has(FaultKind.NoDone);

    /// <summary>Waits before the first token, when a fault says so; what was sent before goes out.</summary>
    public async ValueTask BeforeFirstAsync()
    {
        if (_exchange.Faults.Find(FaultKind.SlowFirstToken) is { } slow)
        {
            await Events.FlushAsync();
            await _exchange.WaitAsync(slow.Delay ?? FaultDefaults.FirstTokenDelay);
        }
    }

    /// <summary>Comes before each piece of content.</summary>
    public async ValueTask<StreamTurn> BeforePieceAsync()
    {
        StreamTurn turn = await _faults.BeforeChunkAsync(_sent);
        if (turn == StreamTurn.GoOn)
        {
            if (_sent > 0)
            {
                await Events.PaceAsync();
            }

            _exchange.Record.ChunksSent = ++_sent;
        }

        return turn;
    }

    /// <summary>Comes after the last piece: a fault set for a later one strikes here.</summary>
    public ValueTask<StreamTurn> BeforeEndAsync() => _faults.BeforeChunkAsync(int.MaxValue);

    /// <summary>The piece, or a huge one in its place.</summary>
    public ReadOnlyMemory<char> Bend(ReadOnlyMemory<char> piece) =>
        _faults.TakeHugeChunk(_sent - 1) ? HugeText.After(piece.Span).AsMemory() : piece;

    public ValueTask DisposeAsync() => Events.DisposeAsync();
}
