using Godwit.Gateway.Counters;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>A node that takes and gives back, and says again what it holds when a server forgot.</summary>
internal sealed class CeilingTeller(
    ICeilings ceilings, string account, AccountShape shape, long limit, Random random, CeilingTeller.Total total)
{
    private readonly ICeiling ceiling = ceilings.Open(account, shape);
    private int generation = ceilings.Generation;
    private bool toTell;

    public long Held { get; private set; }

    public int Granted { get; private set; }

    public int Generations { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!stop.IsCancellationRequested)
        {
            if (toTell || ceilings.Generation != generation)
                await TellAsync();
            else if (Held > 0 && random.Next(3) == 0)
                await LowerAsync();
            else
                await RaiseAsync();
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private async Task TellAsync()
    {
        var seen = ceilings.Generation;
        Generations += seen == generation ? 0 : 1;
        generation = seen;
        toTell = !await ceiling.HoldAsync(1, Held, CancellationToken.None);
    }

    private async Task LowerAsync()
    {
        var less = random.NextInt64(1, Held + 1);
        Held -= less;
        total.Add(-less);
        toTell = !await ceiling.HoldAsync(1, Held, CancellationToken.None);
    }

    private async Task RaiseAsync()
    {
        var answer = await ceiling.RaiseAsync(1, limit, Held, random.NextInt64(1, 500), CancellationToken.None);
        if (answer.Ceiling <= Held)
            return;
        Granted++;
        total.Add(answer.Ceiling - Held);
        Held = answer.Ceiling;
    }

    /// <summary>What several hold together.</summary>
    public sealed class Total
    {
        private readonly Lock gate = new();
        private long now;

        /// <summary>The most that it ever was.</summary>
        public long Most { get; private set; }

        public void Add(long more)
        {
            lock (gate)
                Most = Math.Max(Most, now += more);
        }
    }
}
