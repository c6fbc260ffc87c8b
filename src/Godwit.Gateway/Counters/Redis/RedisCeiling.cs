using StackExchange.Redis;

namespace Godwit.Gateway.Counters.Redis;

/// <summary>This node's ceilings of one account, at the server.</summary>
internal sealed class RedisCeiling : ICeiling
{
    // What vanishes with its node is kept as long as the node is there; it is said again long before this is over.
    private static readonly TimeSpan LeastKept = TimeSpan.FromMinutes(1);

    private readonly RedisCeilings owner;
    private readonly RedisPartition partition;
    private readonly RedisKey[] keys;
    private readonly HashSet<long>? held;
    private readonly int buckets;
    private readonly RedisValue kept;
    private readonly RedisValue vanishes;
    private Refusal refused;

    public RedisCeiling(RedisCeilings owner, RedisPartition partition, string account, in AccountShape shape)
    {
        this.owner = owner;
        this.partition = partition;
        keys = partition.Keys(RedisKeys.Account(partition.Tag, account, shape));
        KeptFor = shape.Vanishes && shape.KeptFor < LeastKept ? LeastKept : shape.KeptFor;
        held = shape.Vanishes ? [] : null;
        buckets = shape.Buckets;
        kept = RedisPartition.Milliseconds(KeptFor);
        vanishes = shape.Vanishes ? "1" : "0";
    }

    public RedisKey Key => keys[^1];

    public TimeSpan KeptFor { get; }

    /// <summary>When the server was last told of it.</summary>
    public long SaidAt { get; set; }

    public ValueTask<CeilingAnswer> RaiseAsync(
        long bucket, Allowance limit, long held, long needed, CancellationToken cancellation) =>
        refused.Holds(bucket, limit, held, needed) && owner.IsRecent(refused.At)
            ? new(new CeilingAnswer(held, refused.Left, partition.Nodes, InForce: refused.InForce))
            : AskAsync(bucket, limit, held, needed, cancellation);

    public async ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation)
    {
        refused = default;
        var values = partition.Values(8);
        values[3] = owner.NextWord();
        values[4] = bucket;
        values[5] = Math.Max(amount, 0);
        values[6] = kept;
        values[7] = vanishes;
        if (await partition.AskAsync(RedisScript.Hold, keys, values, cancellation) is not { } answer)
            return false;
        partition.Hear((int)answer[0], (string?)answer[1]);
        Said(bucket, amount);
        return true;
    }

    private async ValueTask<CeilingAnswer> AskAsync(
        long bucket, Allowance limit, long held, long needed, CancellationToken cancellation)
    {
        var values = partition.Values(12);
        values[3] = owner.NextWord();
        values[4] = bucket;
        values[5] = limit.Most;
        values[6] = Math.Max(held, 0);
        values[7] = needed;
        values[8] = bucket - buckets + 1;
        values[9] = kept;
        values[10] = vanishes;
        values[11] = limit.Version;
        if (await partition.AskAsync(RedisScript.Raise, keys, values, cancellation) is not { } answer)
            return new CeilingAnswer(held, 0, partition.Nodes, Lost: true);
        var nodes = (int)answer[3];
        partition.Hear(nodes, (string?)answer[4]);
        var ceiling = (long)answer[1];
        Said(bucket, ceiling);
        var left = (long)answer[2];
        var inForce = (RedisValue)answer[5] is { IsNullOrEmpty: false } newer ? (long)newer : (long?)null;
        refused = (int)answer[0] == 0 ? new Refusal(bucket, limit, ceiling, left, inForce, owner.Now) : default;
        return (int)answer[0] < 0
            ? new CeilingAnswer(held, 0, nodes, Lost: true)
            : new CeilingAnswer(ceiling, left, nodes, InForce: inForce);
    }

    // Requests that are long under way change nothing for longer than the server keeps what nobody says again.
    private void Said(long bucket, long amount)
    {
        if (held is null)
            return;
        lock (held)
        {
            if (amount > 0)
                held.Add(bucket);
            else
                held.Remove(bucket);
            owner.Keep(this, held.Count > 0);
        }
    }

    /// <summary>
    /// What was refused just now. Clients that come too often do not make this node ask as often: nothing but a moment
    /// is lost by that.
    /// </summary>
    private readonly record struct Refusal(
        long Bucket, Allowance Limit, long Held, long Left, long? InForce, long At)
    {
        public bool Holds(long bucket, Allowance limit, long held, long needed) =>
            Limit.Most > 0 && bucket == Bucket && limit == Limit && held == Held && needed > Left;
    }
}
