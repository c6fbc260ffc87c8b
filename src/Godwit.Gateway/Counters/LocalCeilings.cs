using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Counters;

/// <summary>
/// Ceilings of a node that is alone: all of a limit is its own, and each request is decided by the version it knows.
/// </summary>
internal sealed class LocalCeilings(TimeProvider? time = null) : ICeilings, ICounterStatus
{
    private const int FewAccounts = 1024;

    private readonly TimeProvider clock = time ?? TimeProvider.System;
    private readonly Dictionary<(string Name, AccountShape Shape), LocalAccount> accounts = [];
    private readonly Lock gate = new();
    private int sweepAt = FewAccounts;

    /// <summary>Memory forgets nothing before the node does.</summary>
    public int Generation => 0;

    public string Engine => "memory";

    public string? Failure => null;

    public int Nodes => 1;

    /// <summary>Accounts that are in memory.</summary>
    public int Count
    {
        get
        {
            lock (gate)
                return accounts.Count;
        }
    }

    public ICeiling Open(string account, in AccountShape shape) => new Ceiling(this, account, shape);

    private LocalAccount Find(string name, in AccountShape shape)
    {
        lock (gate)
        {
            if (accounts.TryGetValue((name, shape), out var known))
                return known;
            // Callers come and go: each time there are twice as many as were of interest last time, the others leave.
            if (accounts.Count >= sweepAt)
                Sweep();
            return accounts[(name, shape)] = new LocalAccount(clock, shape);
        }
    }

    private void Sweep()
    {
        foreach (var (key, account) in accounts)
        {
            if (account.TryClose())
                accounts.Remove(key);
        }

        sweepAt = Math.Max(FewAccounts, accounts.Count * 2);
    }

    private sealed class Ceiling(LocalCeilings owner, string name, AccountShape shape) : ICeiling
    {
        private LocalAccount account = owner.Find(name, shape);

        public ValueTask<CeilingAnswer> RaiseAsync(
            long bucket, Allowance limit, long held, long needed, CancellationToken cancellation)
        {
            CeilingAnswer answer;
            while (!account.TryRaise(bucket, limit.Most, held, needed, out answer))
                account = owner.Find(name, shape);
            return new(answer);
        }

        public ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation)
        {
            while (!account.TryHold(bucket, amount))
                account = owner.Find(name, shape);
            return new(true);
        }
    }
}
