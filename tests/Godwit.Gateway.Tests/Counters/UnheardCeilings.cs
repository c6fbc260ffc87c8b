using Godwit.Gateway.Counters;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Ceilings whose answers do not arrive: what was asked for is given all the same.</summary>
/// <param name="inner">Where ceilings are kept.</param>
/// <param name="gaveUp">The request gives up waiting; else the server is taken to be away.</param>
internal sealed class UnheardCeilings(ICeilings inner, bool gaveUp) : ICeilings
{
    public int Generation => 0;

    public ICeiling Open(string account, in AccountShape shape) => new Unheard(inner.Open(account, shape), gaveUp);

    private sealed class Unheard(ICeiling inner, bool gaveUp) : ICeiling
    {
        public async ValueTask<CeilingAnswer> RaiseAsync(
            long bucket, Allowance limit, long held, long needed, CancellationToken cancellation)
        {
            await inner.RaiseAsync(bucket, limit, held, needed, cancellation);
            return gaveUp ? throw new OperationCanceledException() : new CeilingAnswer(held, 0, Lost: true);
        }

        public ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation) =>
            inner.HoldAsync(bucket, amount, cancellation);
    }
}
