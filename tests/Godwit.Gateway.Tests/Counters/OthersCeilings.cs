using Godwit.Gateway.Counters;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Ceilings at a server that may be away, where another node has a part of each limit.</summary>
internal sealed class OthersCeilings(ICeilings inner) : ICeilings
{
    /// <summary>Nobody answers.</summary>
    public bool Away { get; set; }

    /// <summary>What the other node has; 0 where there is none.</summary>
    public long Others { get; set; }

    public int Generation => 0;

    public ICeiling Open(string account, in AccountShape shape) => new Shared(this, inner.Open(account, shape));

    private sealed class Shared(OthersCeilings owner, ICeiling inner) : ICeiling
    {
        private int Nodes => owner.Others > 0 ? 2 : 1;

        public async ValueTask<CeilingAnswer> RaiseAsync(
            long bucket, Allowance limit, long held, long needed, CancellationToken cancellation) =>
            owner.Away
                ? new CeilingAnswer(held, 0, Nodes, Lost: true)
                : await inner.RaiseAsync(bucket, limit.Most - owner.Others, held, needed, cancellation)
                    with { Nodes = Nodes };

        public ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation) =>
            owner.Away ? new(false) : inner.HoldAsync(bucket, amount, cancellation);
    }
}
