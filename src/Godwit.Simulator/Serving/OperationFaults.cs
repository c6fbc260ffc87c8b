namespace Godwit.Simulator.Serving;

/// <summary>Lets the faults meet an operation that has nothing to do with a conversation.</summary>
internal static class OperationFaults
{
    /// <summary>Puts the faults in force; says whether one of them was the answer.</summary>
    public static async ValueTask<bool> MetAsync(
        Exchange exchange, FaultScript script, string? model, bool stream = false)
    {
        exchange.Apply(script.TakeFor(exchange.Provider.Name, model, stream, prefill: false));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream);
            return true;
        }

        if (exchange.Provider.Latency > TimeSpan.Zero)
        {
            await exchange.WaitAsync(exchange.Provider.Latency);
        }

        return false;
    }
}
