using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Journal;
using Godwit.Gateway.Telemetry;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.Steps;

/// <summary>
/// 12. Settle: always, once, before the answer's last byte: usage, cost and decision into the journal.
/// </summary>
internal sealed partial class SettleStep(
    RequestJournal journal, AddressPrivacy privacy, IAddressLocator locator, GatewayTelemetry telemetry,
    BackgroundUsage background, TimeProvider time, ILogger<SettleStep> logger)
{
    /// <summary>Records the request, unless that was done or there is nothing to record.</summary>
    /// <param name="request">The request, all but over.</param>
    /// <param name="status">
    /// HTTP status the client is about to get; absent: the one that was set, or the refusal's.
    /// </param>
    public void Run(GatewayRequest request, int? status = null)
    {
        if (request.Settled || request.IsDryRun || !request.Operation.AsksProvider())
            return;
        request.Settled = true;
        UsageEstimate.Complete(request);
        request.Holds.Settle(request);
        var record = Describe(request, status ?? StatusOf(request));
        if (request.MadeInBackgroundBy is { } maker)
            SettleBackground(request, record, maker);
        if (request.UsageIsAnothers)
            record = record with { Usage = default, Cost = null, Currency = null, PriceVersion = null };

        Append(record);
        telemetry.Settled(record, request.Target?.Provider.TelemetryName);
        GatewayTelemetry.Trace(request, record);
    }

    /// <summary>
    /// Records the usage of a response that is made in the background, once its end was seen. It never stands in the
    /// record of a request, each of which may see that end.
    /// </summary>
    private void SettleBackground(GatewayRequest request, RequestRecord seenBy, Guid maker)
    {
        var id = BackgroundUsage.RecordOf(maker);
        if (seenBy.Usage is { InputTokens: null, OutputTokens: null } || !background.IsNew(id))
            return;
        var startedAt = BackgroundUsage.InstantOf(maker);
        var price = request.PriceAt(startedAt);
        var cost = request.CostAt(startedAt);
        var usage = seenBy with
        {
            Id = id, StartedAt = startedAt, DurationUs = 0, Operation = Operation.Chat,
            Streamed = false, Attempts = [], Losses = null, Charges = null, Cost = cost?.Amount,
            Currency = cost?.Currency, PriceVersion = cost is null ? null : price!.Version,
        };
        Append(usage);
        telemetry.Settled(usage, request.Target?.Provider.TelemetryName);
    }

    private void Append(RequestRecord record)
    {
        try
        {
            journal.Append(record);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The answer is worth more to the client than the record; the log is the last place to keep it.
            telemetry.JournalFailed();
            Log.NotJournalled(logger, record, e);
        }
    }

    /// <summary>Notes the attempt whose answer the client gets, and records the request, if not yet done.</summary>
    public void End(
        GatewayRequest request, AttemptClock clock, int status, RequestEnding ending, FailureClass? failure)
    {
        if (request.Settled)
            return;
        request.Ending = ending;
        request.Add(clock.Record(request.Target!, status, failure));
        Run(request);
    }

    /// <summary>Passes a provider's own error on as the answer, once the request is recorded.</summary>
    public async ValueTask PassOnAsync(GatewayRequest request, AttemptFailure failure)
    {
        request.Ending = RequestEnding.Completed;
        Run(request, failure.StatusFor(request));
        await failure.WriteAsync(request);
    }

    private RequestRecord Describe(GatewayRequest request, int status)
    {
        var evidence = request.Location.Evidence;
        var territory = request.Plan.Territory;
        var cost = request.Cost;
        var address = request.KnownAddress = privacy.Describe(request.ClientAddress.Address, request.KnownAddress);
        return new RequestRecord
        {
            Id = request.Id,
            StartedAt = request.StartedAt,
            DurationUs = (long)time.GetElapsedTime(request.StartTimestamp).TotalMicroseconds,
            Organization = request.Key?.Project.Organization,
            Project = request.Key?.Project.Name,
            ApiKey = request.Key?.Name,
            Operation = request.Operation.ToPolicy(),
            RequestModel = request.RequestModel,
            ClientNetwork = address.Network,
            ClientHash = address.Hash,
            ClientSealed = privacy.Seal(request.ClientAddress.Address),
            Chain = request.ClientAddress.Outcome,
            HopIndex = request.ClientAddress.HopIndex,
            PeerNetwork = request.ClientAddress.Outcome == ChainOutcome.Peer
                ? null : privacy.Network(request.ClientAddress.Peer),
            Territory = evidence.Best.HasValue ? TerritoryNames.Of(evidence.Best) : null,
            Subdivision = SubdivisionOf(evidence),
            Confidence = evidence.Confidence,
            Disputed = evidence.Disputed,
            Network = evidence.Network,
            Evidence = EvidenceTexts.Of(evidence),
            EndUser = DescribeEndUser(request),
            DataGeneration = request.Location.Generation,
            Dataset = locator.Fingerprint(request.Location.Generation),
            Decision = request.Plan.Decision,
            DecidedAt = request.DecidedAt == request.StartedAt ? null : request.DecidedAt,
            Reason = request.Plan.Decision == RequestDecision.None ? null : ReasonNames.Of(territory.Reason),
            Policy = territory.Policy?.Label,
            SnapshotRevision = request.Snapshot.Revision,
            Provider = request.Target?.Provider.Name,
            Model = request.Target?.Model,
            ResponseModel = request.ResponseModel,
            Status = status,
            ErrorCode = request.Refusal?.Code,
            Streamed = request.Scan.Stream,
            Ending = EndingOf(request),
            Usage = request.Usage,
            UsageEstimated = request.UsageEstimated,
            Cost = cost?.Amount,
            Currency = cost?.Currency,
            PriceVersion = cost is null ? null : request.PriceAt(request.StartedAt)!.Version,
            Attempts = request.Attempts,
            Objects = request.Kept is { Changes.Count: > 0 } kept ? kept.Changes : null,
            Charges = request.Holds.Charges,
            Losses = request.Losses is { Losses.Count: > 0 } report ? [.. report.Losses] : null,
        };
    }

    private EndUserRecord? DescribeEndUser(GatewayRequest request) =>
        request is not { EndUserAddress: { } address, EndUser: { } evidence } ? null : new EndUserRecord
        {
            Network = privacy.Network(address)!,
            Hash = privacy.Hash(address)!,
            Territory = evidence.Best.HasValue ? TerritoryNames.Of(evidence.Best) : null,
            Evidence = EvidenceTexts.Of(evidence),
            Decided = request.Plan.Territory.OfEndUser,
        };

    private static string? SubdivisionOf(AddressEvidence evidence) =>
        evidence.Candidates is [{ Subdivision.HasValue: true } best, ..] ? best.Subdivision.ToString() : null;

    private static int StatusOf(GatewayRequest request) =>
        request.Ending == RequestEnding.ClientGone && !request.Http.Response.HasStarted
            ? StatusCodes.Status499ClientClosedRequest
            : request.Refusal?.Status ?? request.Http.Response.StatusCode;

    private static RequestEnding EndingOf(GatewayRequest request) =>
        request.Refusal == Refusals.ClientGone ? RequestEnding.ClientGone
        : request.Refusal is not null ? RequestEnding.Refused
        : request.Ending;

    private static partial class Log
    {
        [LoggerMessage(2002, LogLevel.Critical, "The journal took no record; here it is: {Record}")]
        public static partial void NotJournalled(ILogger logger, RequestRecord record, Exception exception);
    }
}
