using System.Text.Json;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.State;
using Godwit.Gateway.Steps;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Kept;

/// <summary>
/// 3. Read, and 5. Authorize, for what providers keep: whose it is and which provider keeps it, from ids alone.
/// </summary>
internal sealed class KeptReader(
    BodyReader body, UploadReader uploads, PartialUploads partial, KeptIdSeals seals)
{
    public ValueTask<Refusal?> RunAsync(GatewayRequest request)
    {
        if (request.Http.Request.Headers.ContainsKey(DryRun.Header))
            return new(KeptRefusals.NoDryRun);
        var kept = request.Kept =
            new KeptRequest(KeptPaths.Read(request.Http.Request.Method, request.Http.Request.Path.Value!));
        return kept.Call switch
        {
            { Action: KeptAction.List } => new(ReadList(request, kept)),
            { Action: KeptAction.Create, Kind: OwnedKind.File } => ReadUploadAsync(request, kept),
            { Action: KeptAction.Create, Kind: OwnedKind.Upload } => partial.ReadCreateAsync(request, kept),
            { Action: KeptAction.Create } => ReadCreateAsync(request, kept),
            { Action: KeptAction.AddPart or KeptAction.Complete } => ReadPartAsync(request, kept),
            _ => new(ReadOne(request, kept)),
        };
    }

    private Refusal? ReadOne(GatewayRequest request, KeptRequest kept)
    {
        var call = kept.Call;
        if (seals.Open(request.Key!.Project, call.Kind, call.Id) is not { } key)
            return KeptRefusals.NoSuchObject(call.Kind, call.Id, "id");
        kept.NativeId = key.Id;
        return GoTo(request, key, $"the {call.Thing} '{call.Id}'");
    }

    private async ValueTask<Refusal?> ReadPartAsync(GatewayRequest request, KeptRequest kept) =>
        ReadOne(request, kept) ?? await partial.ReadAsync(request, kept);

    private static Refusal? ReadList(GatewayRequest request, KeptRequest kept)
    {
        var candidates = KeeperChoice.Candidates(request, request.Operation.ToPolicy());
        if (KeeperChoice.NamedIn(request) is not { } name)
        {
            kept.Listed = candidates;
            return null;
        }

        kept.Listed = [.. candidates.Where(c => c.Name == name)];
        return kept.Listed.Count == 0 ? KeptRefusals.UnknownProvider(name, candidates.Select(c => c.Name)) : null;
    }

    private async ValueTask<Refusal?> ReadUploadAsync(GatewayRequest request, KeptRequest kept)
    {
        var form = kept.Upload = new UploadForm();
        if (await uploads.ReadAsync(request, form) is { } unreadable)
            return unreadable;
        if (form is { IsBatch: true, Arriving: not null } && await uploads.TryAsync(
            () => UploadStream.BeginAsync(form, request.Http.RequestAborted), request) is { } unfit)
            return unfit;
        if (KeeperChoice.Choose(request, form) is { } refusal)
            return refusal;
        kept.Named = "the upload";
        request.Credential.Keeps = true;
        if (!form.IsBatch || form.Arriving is not null)
            return null;

        // Reading every line computes: it does not belong on the thread that serves the sockets.
        var rewriter = new BatchRewriter(request, request.Route!.Targets[0].Provider, seals);
        return await Task.Run(() => BatchFile.Read(request.Body.Span, rewriter, kept));
    }

    private async ValueTask<Refusal?> ReadCreateAsync(GatewayRequest request, KeptRequest kept)
    {
        if (await body.ReadAsync(request) is { } unreadable)
            return unreadable;
        var opened = new List<OwnedKey>();
        Refusal? refusal = null;
        try
        {
            KeptIds.InRequest(
                request.Body.Span,
                (kind, id) =>
                {
                    if (seals.Open(request.Key!.Project, kind, id) is { } key)
                        opened.Add(key);
                    else
                        refusal ??= KeptRefusals.NoSuchObject(kind, id, Source(kept));
                    return opened.Count > 0 ? opened[^1].Id : null;
                },
                kept.Edits);
        }
        catch (JsonException)
        {
            return Refusals.BadRequest("invalid_json", "The body is not valid JSON.", null);
        }

        if (refusal is not null)
            return refusal;
        if (opened.Count == 0)
            return Refusals.BadRequest("missing_required_parameter", $"'{Source(kept)}' is missing.", Source(kept));
        if (opened.FirstOrDefault(o => (o.Provider, o.Account) != (opened[0].Provider, opened[0].Account)) is
            { Provider: { } other })
            return KeptRefusals.SeveralKeepers(opened[0].Provider, other);
        kept.InputFile = kept.Call.Kind == OwnedKind.Batch ? opened[0].Id : null;
        return GoTo(request, opened[0], "the file it is made from")
            ?? (kept.Call.Kind == OwnedKind.FineTuningJob ? ReadModel(request, kept, opened[0].Provider) : null);
    }

    /// <summary>The model to train is a route's name here, and the provider's there.</summary>
    private static Refusal? ReadModel(GatewayRequest request, KeptRequest kept, string provider)
    {
        Span<char> name = stackalloc char[RequestScan.MaxModelChars];
        if (!RequestScan.TryRead(
                request.Body.Span, Operation.FineTuning, Dialect.OpenAIChat, false, name, out var scan, out var error))
            return Refusals.BadRequest(error.Code, error.Message, error.Param);
        var model = request.RequestModel = name[..scan.ModelChars].ToString();
        if (!request.Snapshot.Routes.TryFind(model, out var route) || !AccessPolicy.MayUse(request.Key!, route!.Name))
            return Refusals.UnknownModel(model);
        if (route.Targets.FirstOrDefault(t => t.Provider.Name == provider) is not { } target)
            return KeptRefusals.KeptElsewhere(model, $"the provider {provider}");
        kept.Edits.Replace(scan.Model, target.ProviderModelJson.ToArray());
        return null;
    }

    private static Refusal? GoTo(GatewayRequest request, in OwnedKey key, string thing)
    {
        request.Kept!.Named = thing;
        var held = request.Held = new HeldState(HeldKind.Thing, key.Provider, key.Account);
        if (!request.Snapshot.Keepers.TryGetValue(key.Provider, out var keeper)
            || !keeper.Targets[0].Offers(request.Operation.ToPolicy()) || !keeper.Targets[0].Offers(Operation.Files))
            return StateRefusals.Elsewhere(request, held);
        request.Route = keeper;
        return null;
    }

    private static string Source(KeptRequest kept) =>
        kept.Call.Kind == OwnedKind.Batch ? "input_file_id" : "training_file";
}
