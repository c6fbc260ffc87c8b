using Godwit.Gateway.Attempts;
using Godwit.Gateway.Counters;
using Godwit.Gateway.Journal;
using Godwit.Policy.Routing;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Steps;

/// <summary>
/// 8. Reserve: what the request may use at worst, in every limit it counts in, before anything is spent.
/// </summary>
internal sealed partial class ReserveStep(
    Limiter limiter, Granter granter, RequestJournal journal, ILogger<ReserveStep> logger)
{
    /// <summary>Reserves in the limits of the request's key.</summary>
    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (request.Key!.Limits.IsEmpty)
            return null;
        await RequestBounds.PrepareAsync(request);
        return await limiter.ReserveAsync(request) is { } refusal ? LimitRefusals.Of(refusal) : null;
    }

    /// <summary>Reserves in the limits of a target.</summary>
    /// <returns>Null where there is room; else why this target can't be sent to.</returns>
    public async ValueTask<AttemptFailure?> RunAsync(GatewayRequest request, TargetRules target)
    {
        if (request.Key!.TargetLimits.Count == 0)
            return null;
        await RequestBounds.PrepareAsync(request);
        return await limiter.ReserveAsync(request, target) is { } refusal
            ? AttemptFailure.NoRoom(LimitRefusals.Of(refusal)) : null;
    }

    /// <summary>
    /// Once the credential is known: reserves in the grant that pays, and writes down all that is held, since the
    /// request is sent next.
    /// </summary>
    /// <returns>Null when the attempt may be made.</returns>
    public async ValueTask<AttemptFailure?> PayAsync(GatewayRequest request, TargetRules target)
    {
        if (!target.Grants.IsEmpty)
        {
            await RequestBounds.PrepareAsync(request);
            if (await granter.ReserveAsync(request, target) is { } failure)
                return failure;
        }

        WriteDown(request, target);
        return null;
    }

    private void WriteDown(GatewayRequest request, TargetRules target)
    {
        if (!request.Holds.IsCharged)
            return;
        try
        {
            journal.AppendHold(UnderWay.Of(request, target), request.Holds);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // As for records: the answer is worth more than knowing of it after a death of the process.
            Log.NotWrittenDown(logger, request.Id, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            2012, LogLevel.Error, "What request {RequestId} holds of limits could not be written to the journal.")]
        public static partial void NotWrittenDown(ILogger logger, Guid requestId, Exception exception);
    }
}
