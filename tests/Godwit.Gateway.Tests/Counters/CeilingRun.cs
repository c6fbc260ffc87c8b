using Godwit.Gateway.Counters;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>Nodes that take and give back at random, by clocks that differ and go back.</summary>
internal sealed class CeilingRun(Random random)
{
    private const int Window = 3;
    private const long Limit = 1_000;
    private static readonly AccountShape Shape = new(Window, TimeSpan.FromHours(1), Vanishes: false);
    private readonly List<Node> nodes = [];
    private long now = 10;

    public int Granted { get; private set; }

    public int Refused { get; private set; }

    public void Add(ICeilings ceilings, string account) => nodes.Add(new Node(ceilings, account));

    public async Task StepAsync(CancellationToken cancellation)
    {
        now += random.Next(12) == 0 ? 1 : 0;
        var node = nodes[random.Next(nodes.Count)];
        var bucket = now + random.Next(-2, 3);
        var held = node.Held.GetValueOrDefault(bucket);
        if (random.Next(5) == 0)
        {
            // Lowered by the node first: others may have it from the instant at which the server hears it.
            node.Held[bucket] = random.NextInt64(held + 1);
            Assert.True(await node.Ceiling.HoldAsync(bucket, node.Held[bucket], cancellation));
            return;
        }

        var needed = random.NextInt64(1, 120);
        var answer = await node.Ceiling.RaiseAsync(bucket, Limit, held, needed, cancellation);
        Assert.False(answer.Lost);
        Assert.True(answer.Ceiling == held || answer.Ceiling >= held + needed, $"{held} + {needed}: {answer}");
        Assert.InRange(answer.Left, 0, Limit);
        node.Held[bucket] = answer.Ceiling;
        Granted += answer.Ceiling > held ? 1 : 0;
        Refused += answer.Ceiling > held ? 0 : 1;
        if (random.Next(10) == 0)
            node.Open();
    }

    public void AssertWithinLimit() => AssertWithinLimit([this]);

    public static void AssertWithinLimit(IReadOnlyList<CeilingRun> runs)
    {
        var held = runs.SelectMany(run => run.nodes).SelectMany(node => node.Held).ToLookup(h => h.Key, h => h.Value);
        foreach (var last in held.Select(bucket => bucket.Key))
        {
            var sum = Enumerable.Range(0, Window).Sum(back => held[last - back].Sum());
            Assert.True(sum <= Limit, $"the window that ends with {last} holds {sum}");
        }
    }

    private sealed class Node(ICeilings ceilings, string account)
    {
        public Dictionary<long, long> Held { get; } = [];

        public ICeiling Ceiling { get; private set; } = ceilings.Open(account, Shape);

        public void Open() => Ceiling = ceilings.Open(account, Shape);
    }
}
