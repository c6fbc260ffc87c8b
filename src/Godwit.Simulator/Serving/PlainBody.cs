namespace Godwit.Simulator.Serving;

/// <summary>Sends an answer that is not a stream, bent by the faults that apply to it.</summary>
internal static class PlainBody
{
    public static async Task WriteAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        exchange.Http.Response.ContentLength = body.Length;
        if (exchange.Faults.IsEmpty)
        {
            await exchange.Http.Response.BodyWriter.WriteAsync(body);
            return;
        }

        await using ByteOutput output = new(exchange);
        if (exchange.Faults.Find(FaultKind.SlowFirstToken) is { } slow)
        {
            await output.FlushAsync();
            await exchange.WaitAsync(slow.Delay ?? FaultDefaults.FirstTokenDelay);
        }

        bool cut = exchange.Faults.Has(FaultKind.StreamCut);
        Fault? stall = exchange.Faults.Find(FaultKind.StreamStall);
        int first = cut || stall is not null ? body.Length / 2 : body.Length;
        await output.WriteAsync(body[..first]);
        await output.FlushAsync();
        if (cut)
        {
            ConnectionEnd.Cut(exchange.Http);
        }
        else if (stall is not null)
        {
            await exchange.WaitAsync(stall.Delay ?? Timeout.InfiniteTimeSpan);
            await output.WriteAsync(body[first..]);
        }
    }
}
