using System.Buffers;
using System.Net;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;

namespace Godwit.Gateway.Kept;

/// <summary>11. Attempt, for what providers keep: one send to the provider that keeps it.</summary>
internal sealed class KeptStep(
    KeptAttempt attempt, KeptAnswer answer, KeptListing listing, AnswerRelay relay, UploadReader uploads,
    KeptIdSeals seals, SettleStep settle)
{
    // What a client may ask of the pages of events and checkpoints; their cursors are the provider's own.
    private static readonly string[] Paging = ["limit", "after"];

    public async ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        var kept = request.Kept!;
        var failure = kept.Call.Action == KeptAction.List ? await listing.RunAsync(request)
            : (kept.InputFile is { } file ? await CheckPurposeAsync(request, file) : null)
                ?? await SendAsync(request, kept);
        if (failure is null)
            return null;
        if (failure.ClientGone)
            return Refusals.ClientGone;
        if (failure.Cut is { } cut)
        {
            request.DecideAnew(new DateTimeOffset(cut.AtTicks, TimeSpan.Zero));
            return KeptTerritory.Run(request) ?? Refusals.PolicyStreamCut(cut.Policy);
        }

        return failure.Class == FailureClass.RegionRefusal ? Believe(request)
            : failure.Refusal ?? await EndAsync(request, failure);
    }

    private ValueTask<AttemptFailure?> SendAsync(GatewayRequest request, KeptRequest kept) => attempt.RunAsync(
        request, request.Operation.ToPolicy(), HttpMethod.Parse(KeptPaths.MethodOf(kept.Call.Action)),
        SuffixOf(request, kept),
        ContentOf(request, kept),
        (response, clock) => kept.Call.Action == KeptAction.Content
            ? relay.RunAsync(request, response, request.Lifetime, clock, hideUsage: false)
            : AnswerAsync(request, response, clock));

    /// <summary>The provider that keeps it refuses the region itself, and there is no other.</summary>
    private static Refusal Believe(GatewayRequest request)
    {
        var target = request.Target!;
        request.AddPolicyBehind(RoutePolicy.Believe(
            request.TerritoryFacts, request.Route ?? request.Snapshot.Keepers[target.Provider.Name],
            request.Operation.ToPolicy(), request.DecidedAt.UtcTicks, target, request.Plan));
        return Refusals.TerritoryNotServed(
            $"Country, region, or territory not supported: the provider {target.Provider.Name} itself refused this "
            + "request.");
    }

    private static string SuffixOf(GatewayRequest request, KeptRequest kept)
    {
        if (kept.NativeId.Length == 0)
            return "";
        var suffix = $"/{Uri.EscapeDataString(kept.NativeId)}{kept.Call.Suffix}";
        if (kept.Call.Action is not (KeptAction.Events or KeptAction.Checkpoints))
            return suffix;
        var query = request.Http.Request.Query;
        return suffix + "?" + string.Join('&', Paging.Where(name => query[name].Count == 1)
            .Select(name => $"{name}={Uri.EscapeDataString(query[name][0]!)}"));
    }

    private HttpContent? ContentOf(GatewayRequest request, KeptRequest kept)
    {
        if (kept.Upload is { } form)
            return new UploadContent(request, form, form.Arriving is null ? null : StreamOf(request, form));
        if (kept.Call.Action is not (KeptAction.Create or KeptAction.Complete))
            return null;
        var body = new ArrayBufferWriter<byte>(request.Body.Length + 256);
        kept.Edits.Write(request.Body.Span, body);
        var content = new ReadOnlyMemoryContent(body.WrittenMemory);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private UploadStream StreamOf(GatewayRequest request, UploadForm form) => new(
        request, form, uploads,
        form.IsBatch ? new BatchRewriter(request, request.Route!.Targets[0].Provider, seals) : null);

    private async ValueTask<AttemptFailure?> AnswerAsync(
        GatewayRequest request, HttpResponseMessage response, AttemptClock clock)
    {
        var kept = request.Kept!;
        var own = kept.Call.Action is KeptAction.Events or KeptAction.Checkpoints or KeptAction.AddPart
            ? (OwnedKind?)null : kept.Call.Kind;
        var json = await KeptAnswer.ReadAsync(response, clock, request.Lifetime);
        if (kept.Call.Action == KeptAction.Delete)
            answer.Note(request, new(kept.Call.Kind, request.Target!.Provider.Name, kept.NativeId), gone: true);
        json = answer.Seal(request, request.Target!.Provider.Name, json, own);
        var status = (int)response.StatusCode;
        request.Add(clock.Record(request.Target!, status, null));
        KeptAnswer.WriteHead(request, status, json.Length);
        settle.Run(request, status);
        await request.Http.Response.BodyWriter.WriteAsync(json);
        return null;
    }

    /// <summary>Only files whose lines were read when they came may become batches.</summary>
    private async ValueTask<AttemptFailure?> CheckPurposeAsync(GatewayRequest request, string file)
    {
        var purpose = "";
        var keeper = request.Route!.Targets[0].Provider.Name;
        var failure = await attempt.RunAsync(
            request, Operation.Files, HttpMethod.Get, $"/{Uri.EscapeDataString(file)}", null,
            async (response, clock) =>
            {
                var json = await KeptAnswer.ReadAsync(response, clock, request.Lifetime);
                purpose = KeptJson.TextOf(json, "purpose");
                request.Add(clock.Record(request.Target!, (int)response.StatusCode, null));
                return null;
            });
        if (failure?.Status == (int)HttpStatusCode.NotFound)
            answer.Note(request, new OwnedKey(OwnedKind.File, keeper, file), gone: true);
        return failure ?? (purpose == "batch" ? null : AttemptFailure.Unreadable(KeptRefusals.NotABatchFile));
    }

    /// <summary>The provider's own error; a thing it does not know any more is gone from lists too.</summary>
    private async ValueTask<Refusal?> EndAsync(GatewayRequest request, AttemptFailure failure)
    {
        var call = request.Kept!.Call;
        if (failure.Status == (int)HttpStatusCode.NotFound
            && call.Action is KeptAction.Get or KeptAction.Delete or KeptAction.AddPart)
        {
            // In Godwit's words: the provider's name the thing by its own id.
            answer.Note(
                request, new OwnedKey(call.Kind, request.Target!.Provider.Name, request.Kept.NativeId), gone: true);
            return KeptRefusals.NoSuchObject(call.Kind, call.Id, "id");
        }

        request.Ending = RequestEnding.Completed;
        settle.Run(request, failure.StatusFor(request));
        await failure.WriteAsync(request);
        return null;
    }
}
