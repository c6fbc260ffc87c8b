using Godwit.Policy.Limits;

namespace Godwit.Gateway.Counters;

/// <summary>
/// A rate's ceilings, each written down before anything is taken below it: a node that dies and starts again counts
/// what it had claimed. Requests need not write down what each of them took.
/// </summary>
internal sealed class ClaimedCeiling(ICeiling ceiling, string account, LimitRules rate, CounterBook book) : ICeiling
{
    private long written;
    private long amountWritten;

    public async ValueTask<CeilingAnswer> RaiseAsync(
        long bucket, Allowance limit, long held, long needed, CancellationToken cancellation)
    {
        var answer = await ceiling.RaiseAsync(bucket, limit, held, needed, cancellation);
        WriteDown(bucket, answer.Ceiling);
        return answer;
    }

    public async ValueTask<bool> HoldAsync(long bucket, long amount, CancellationToken cancellation)
    {
        var told = await ceiling.HoldAsync(bucket, amount, cancellation);
        WriteDown(bucket, amount);
        return told;
    }

    // Said again and again while a server is away.
    private void WriteDown(long bucket, long amount)
    {
        if (bucket == written && amount == amountWritten)
            return;
        (written, amountWritten) = (bucket, amount);
        book.WriteDown(new Claim(account, rate.BeginningOf(bucket), rate.ForgottenAt(bucket), amount));
    }
}
