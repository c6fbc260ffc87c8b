using System.Buffers;
using System.Net;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Steps;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Gateway.Kept;

/// <summary>11. Attempt, for what providers keep: one send to the provider that keeps it.</summary>
internal sealed class KeptStep(
    HolderAttempt attempt, KeptAnswer answer, KeptListing listing, AnswerRelay relay, UploadReader uploads,
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
        return failure is null ? null
            : IsOfNothing(request, failure) ? KeptRefusals.NoSuchObject(kept.Call.Kind, kept.Call.Id, "id")
            : await attempt.EndAsync(request, failure, () => KeptTerritory.Run(request));
    }

    private ValueTask<AttemptFailure?> SendAsync(GatewayRequest request, KeptRequest kept) => attempt.RunAsync(
        request,
        new HolderCall(
            request.Operation.ToPolicy(), HttpMethod.Parse(KeptPaths.MethodOf(kept.Call.Action)),
            SuffixOf(request, kept))
        {
            Content = kept.Call.Action is KeptAction.Create or KeptAction.AddPart or KeptAction.Complete
                ? () => ContentOf(request, kept) : null,
        },
        (response, clock) => kept.Call.Action == KeptAction.Content
            ? relay.RunAsync(request, response, request.Lifetime, clock, hideUsage: false)
            : AnswerAsync(request, response, clock));

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

    private HttpContent ContentOf(GatewayRequest request, KeptRequest kept)
    {
        if (kept.Upload is { } form)
            return new UploadContent(request, form, form.Arriving is null ? null : StreamOf(request, form));
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
            answer.Note(request, KeyOf(request, kept.Call.Kind, kept.NativeId), gone: true);
        json = answer.Seal(request, KeyOf(request, kept.Call.Kind, kept.NativeId), json, own);
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
        var failure = await attempt.RunAsync(
            request, new HolderCall(Operation.Files, HttpMethod.Get, $"/{Uri.EscapeDataString(file)}"),
            async (response, clock) =>
            {
                var json = await KeptAnswer.ReadAsync(response, clock, request.Lifetime);
                purpose = KeptJson.TextOf(json, "purpose");
                request.Add(clock.Record(request.Target!, (int)response.StatusCode, null));
                return null;
            });
        if (failure?.Status == (int)HttpStatusCode.NotFound)
            NoteGone(request, OwnedKind.File, file);
        return failure ?? (purpose == "batch" ? null : AttemptFailure.Unreadable(KeptRefusals.NotABatchFile));
    }

    /// <summary>
    /// True for a thing that its provider does not know any more: it is gone from lists too, and the provider's own
    /// words would name it by an id that means nothing here.
    /// </summary>
    private bool IsOfNothing(GatewayRequest request, AttemptFailure failure)
    {
        var call = request.Kept!.Call;
        if (failure.Status != (int)HttpStatusCode.NotFound
            || call.Action is not (KeptAction.Get or KeptAction.Delete or KeptAction.AddPart))
            return false;
        NoteGone(request, call.Kind, request.Kept.NativeId);
        return true;
    }

    private static OwnedKey KeyOf(GatewayRequest request, OwnedKind kind, string nativeId) =>
        new(kind, request.Target!.Provider.Name, nativeId) { Account = request.Account };

    /// <summary>Notes what its provider does not know, unless another account may have been asked.</summary>
    private void NoteGone(GatewayRequest request, OwnedKind kind, string nativeId)
    {
        if (request.Account.Length > 0 || request.Credential.Ordinal is null or 1)
            answer.Note(request, KeyOf(request, kind, nativeId), gone: true);
    }
}
