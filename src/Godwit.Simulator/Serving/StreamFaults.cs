using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Serving;

/// <summary>The faults that strike in the middle of a stream, each once and at its place.</summary>
internal sealed class StreamFaults(Exchange exchange, EventStream events)
{
    private bool _badEventSent;
    private bool _stalled;
    private bool _hugeChunkSent;

    /// <summary>Strikes when its time has come; the answer may have to end here.</summary>
    /// <param name="sent">Content chunks sent so far; the greatest number when no more come.</param>
    public async ValueTask<StreamTurn> BeforeChunkAsync(int sent)
    {
        if (exchange.Faults.IsEmpty)
        {
            return StreamTurn.GoOn;
        }

        if (Due(FaultKind.StreamCut, sent) is not null)
        {
            await events.FlushAsync();
            ConnectionEnd.Cut(exchange.Http);
            return StreamTurn.End;
        }

        if (Due(FaultKind.ErrorIn200, sent) is not null)
        {
            await SendErrorAsync(inside: true);
            return StreamTurn.End;
        }

        if (!_stalled && Due(FaultKind.StreamStall, sent) is { } stall)
        {
            _stalled = true;
            await events.FlushAsync();
            await exchange.WaitAsync(stall.Delay ?? Timeout.InfiniteTimeSpan);
        }

        if (!_badEventSent && Due(FaultKind.BadEvent, sent) is not null)
        {
            _badEventSent = true;
            await events.SendAsync(BrokenEvents.NameIn(exchange.Dialect), BrokenEvents.DataIn(exchange.Dialect));
        }

        return Due(FaultKind.ContentFilter, sent) is not null ? StreamTurn.Filter : StreamTurn.GoOn;
    }

    /// <summary>Whether the next chunk is to be the huge one.</summary>
    public bool TakeHugeChunk(int sent)
    {
        if (_hugeChunkSent || Due(FaultKind.HugeChunk, sent) is null)
        {
            return false;
        }

        _hugeChunkSent = true;
        return true;
    }

    /// <summary>Sends an error object as an event.</summary>
    /// <param name="inside">The answer has begun.</param>
    public async ValueTask SendErrorAsync(bool inside)
    {
        if (inside && exchange.WriteInnerError is { } own)
        {
            await own();
            return;
        }

        string? name = exchange.Dialect switch
        {
            Dialect.Messages or Dialect.Responses or Dialect.DashScope => "error",
            Dialect.Converse => "internalServerException",
            _ => null,
        };
        await events.SendAsync(name, exchange, static (json, exchange) =>
            StreamErrors.Write(json, exchange, Refusals.InsideAnswer));
    }

    private Fault? Due(FaultKind kind, int sent) =>
        exchange.Faults.Find(kind) is { } fault && sent >= (fault.AfterChunks ?? FaultDefaults.AfterChunks(kind))
            ? fault
            : null;
}
