using Godwit.Gateway.Counters;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>
/// Nodes that reserve and settle at random under one limit that changes at random, of which each hears at its own time.
/// </summary>
internal sealed class LimitChangeRun
{
    private static readonly long[] Amounts = [0, 60, 300, 600, 900, 1_200, 5_000];

    private readonly Random random;
    private readonly AccountShape shape;
    private readonly Node[] nodes;
    private readonly Func<int, Meter>? restart;
    private readonly List<(Node Node, long Bucket, long Amount)> open = [];
    private readonly List<Allowance> versions = [new(1_000, 1)];
    private readonly Dictionary<long, long> taken = [];
    private long now = 10;
    private bool busy;

    /// <summary>Begins.</summary>
    /// <param name="random">What happens.</param>
    /// <param name="shape">Of the account.</param>
    /// <param name="meters">One for each node.</param>
    /// <param name="restart">Makes a node's meter when the node starts again; null where none does.</param>
    public LimitChangeRun(Random random, AccountShape shape, Meter[] meters, Func<int, Meter>? restart = null)
    {
        (this.random, this.shape, this.restart) = (random, shape, restart);
        nodes = [.. meters.Select((meter, number) => new Node(number, meter))];
    }

    public int Granted { get; private set; }

    public int Refused { get; private set; }

    public async Task StepAsync(CancellationToken cancellation)
    {
        now += random.Next(shape.Buckets == 1 ? 400 : 20) == 0 ? 1 : 0;
        if (random.Next(80) == 0)
            versions.Add(new(Amounts[random.Next(Amounts.Length)], versions.Count + 1));
        if (random.Next(40) == 0)
            busy = !busy;
        var node = nodes[random.Next(nodes.Length)];
        if (random.Next(8) == 0)
            node.Heard = random.Next(3) == 0 ? random.Next(node.Heard, versions.Count) : versions.Count - 1;
        switch (random.Next(20))
        {
            case 0:
                await node.Meter.TidyAsync(now, again: false, bucket => bucket <= now - 20, cancellation);
                break;
            case 1 when restart is not null && random.Next(4) == 0:
                Restart(node);
                break;
            case 2 when nodes.Length == 1:
                PassLimit(node);
                break;
            case var kind when kind < (busy ? 7 : 12) && open.Count > 0:
                Settle(random.Next(open.Count));
                break;
            default:
                await ReserveAsync(node, cancellation);
                break;
        }
    }

    /// <summary>What the only node says of a window is what was taken there.</summary>
    public void LookAtOne()
    {
        var (bucket, most) = (now + random.Next(-1, 2), Amounts[random.Next(Amounts.Length)]);
        var sum = taken.Where(t => t.Key > bucket - shape.Buckets).Sum(t => t.Value);
        Assert.Equal(Math.Max(0, most - sum), nodes[0].Meter.LeftOf(bucket, most));
    }

    private async Task ReserveAsync(Node node, CancellationToken cancellation)
    {
        // Some requests still go by what their node knew before.
        var version = random.Next(nodes.Length == 1 ? 15 : 100) == 0 ? Math.Max(0, node.Heard - 1) : node.Heard;
        var (bucket, amount) = (now + random.Next(-1, 2), random.NextInt64(1, random.Next(4) == 0 ? 500 : 30));
        if (!await node.Meter.ReserveAsync(
            bucket, versions[version], amount, WhenCountersLost.Refuse, cancellation))
        {
            Refused++;
            return;
        }

        Granted++;
        Add(bucket, amount);
        open.Add((node, bucket, amount));
        var first = Math.Min(version, nodes.Min(n => n.Heard));
        var most = versions[first..(nodes.Max(n => n.Heard) + 1)].Max(allowance => allowance.Most);
        var sum = Enumerable.Range(0, shape.Buckets).Sum(back => taken.GetValueOrDefault(bucket - back));
        Assert.True(
            sum <= (nodes.Length == 1 ? versions[version].Most : most),
            $"{sum} in the window of {bucket} with {amount} by version {version + 1} of {versions[version].Most}");
    }

    private void Settle(int at)
    {
        var (node, bucket, amount) = open[at];
        open.RemoveAt(at);
        // Mostly little, so that there is room again. Of what is used beyond a reservation other nodes learn later.
        var used = nodes.Length == 1 && random.Next(40) == 0 ? amount * 3
            : random.Next(4) == 0 ? random.NextInt64(0, (amount / 4) + 1)
            : 0;
        Add(bucket, used - amount);
        node.Meter.Settle(bucket, amount, used);
        node.Spent[bucket] = node.Spent.GetValueOrDefault(bucket) + used;
    }

    private void PassLimit(Node node)
    {
        var (bucket, amount) = (now + random.Next(-1, 1), random.NextInt64(1, 30));
        Add(bucket, amount);
        if (random.Next(2) == 0)
        {
            node.Meter.Restore(bucket, amount);
            return;
        }

        Assert.True(node.Meter.ReserveAnyway(bucket, amount));
        open.Add((node, bucket, amount));
    }

    // What it held counts as used.
    private void Restart(Node node)
    {
        foreach (var (_, bucket, amount) in open.Where(one => one.Node == node))
            node.Spent[bucket] = node.Spent.GetValueOrDefault(bucket) + amount;
        open.RemoveAll(one => one.Node == node);
        node.Meter = restart!(node.Number);
        foreach (var (bucket, spent) in node.Spent)
            node.Meter.Restore(bucket, spent);
    }

    private void Add(long bucket, long amount) => taken[bucket] = taken.GetValueOrDefault(bucket) + amount;

    private sealed class Node(int number, Meter meter)
    {
        public int Number => number;

        public Meter Meter { get; set; } = meter;

        /// <summary>Place of the newest version that it has heard of.</summary>
        public int Heard { get; set; }

        public Dictionary<long, long> Spent { get; } = [];
    }
}
