using Godwit.Gateway.State;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Territories;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Turns the lines of a batch into the provider's: models are route names, and files have sealed ids. A line is held to
/// what would be asked of it as a request of its own.
/// </summary>
internal sealed class BatchRewriter(GatewayRequest request, ProviderRules provider, KeptIdSeals seals)
{
    private readonly TerritoryFacts facts = request.TerritoryFacts with { Surface = Surface.Batch };
    private (string Model, string Url) last;
    private TargetRules? lastTarget;

    /// <summary>Lines read so far, empty ones included.</summary>
    public int Lines { get; private set; }

    /// <summary>The route that a line names; null when it names none that the key may use.</summary>
    public static RouteRules? RouteOf(GatewayRequest request, ReadOnlySpan<byte> line) =>
        BatchLine.TryRead(WithoutMark(line), out var found, out _) ? RouteOf(request, found.ModelName) : null;

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its break.</param>
    /// <param name="at">Where it begins in what the edits are for.</param>
    /// <param name="edits">Receives what is replaced.</param>
    /// <returns>Why it can't be sent; null when it can.</returns>
    public Refusal? Read(ReadOnlySpan<byte> line, int at, BodyEdits edits)
    {
        Lines++;
        var text = Lines == 1 ? WithoutMark(line) : line;
        at += line.Length - text.Length;
        if (text.IndexOfAnyExcept(" \t\r"u8) < 0)
            return null;
        if (!BatchLine.TryRead(text, out var found, out var fault))
            return KeptRefusals.BadBatchLine(Lines, fault);
        if (TargetOf(found, out var why) is not { } target)
            return KeptRefusals.BadBatchLine(Lines, why);
        edits.Replace(new ByteRange(at + found.Model.Start, found.Model.Length), target.ProviderModelJson.ToArray());
        return text.IndexOf("file_id"u8) < 0 ? null : OpenFiles(text, at, edits);
    }

    // Windows' tools, and older Azure pages, put a byte order mark before the first line.
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line) =>
        line.StartsWith("\uFEFF"u8) ? line[3..] : line;

    private static RouteRules? RouteOf(GatewayRequest request, string model) =>
        request.Snapshot.Routes.TryFind(model, out var route) && AccessPolicy.MayUse(request.Key!, route!.Name)
            ? route : null;

    private static Operation? OperationOf(string url) => url switch
    {
        "/v1/chat/completions" or "/v4/chat/completions" or "/v1/responses" => Operation.Chat,
        "/v1/completions" => Operation.TextCompletion,
        "/v1/embeddings" => Operation.Embeddings,
        "/v1/moderations" => Operation.Moderation,
        "/v1/images/generations" => Operation.ImageGeneration,
        "/v1/images/edits" => Operation.ImageEdit,
        _ => null,
    };

    private TargetRules? TargetOf(in BatchLine line, out string why)
    {
        why = "";
        if ((line.ModelName, line.Url) == last)
            return lastTarget;
        if (OperationOf(line.Url) is not { } operation)
            why = $"the URL '{Short(line.Url)}' is none that a batch may ask";
        else if (RouteOf(request, line.ModelName) is not { } route)
            why = $"the model '{Short(line.ModelName)}' does not exist or this key may not use it";
        else if (route.Targets.FirstOrDefault(t => t.Provider == provider && t.Offers(operation)) is not { } target)
            why = $"the provider '{provider.Name}' does not serve '{route.Name}'; "
                + "all lines of a batch go to one provider";
        else if (!TerritoryPolicy.Decide(
            facts, provider.Territories, target.Model, request.DecidedAt.UtcTicks).MayServe)
            why = $"'{route.Name}' may not be served in batches to where this request comes from";
        else
            (last, lastTarget) = ((line.ModelName, line.Url), target);
        return why.Length == 0 ? lastTarget : null;
    }

    /// <summary>The batch goes to the account that keeps the files of its lines, while it goes to none yet.</summary>
    private bool IsAtHand(string account)
    {
        if (account.Length > 0 && request.Held is null && request.Credential.Current is null)
            request.Held = new HeldState(HeldKind.Thing, provider.Name, account);
        return account.Length == 0 || account == (request.Held?.Account ?? request.Credential.Account);
    }

    private Refusal? OpenFiles(ReadOnlySpan<byte> line, int at, BodyEdits edits)
    {
        string? unknown = null;
        var inLine = new BodyEdits();
        KeptIds.InRequest(
            line,
            (kind, id) =>
            {
                if (seals.Open(request.Key!.Project, kind, id) is { } key && key.Provider == provider.Name
                    && IsAtHand(key.Account))
                    return key.Id;
                unknown ??= id;
                return null;
            },
            inLine);
        foreach (var (range, with) in inLine.InOrder())
            edits.Replace(new ByteRange(at + range.Start, range.Length), with);
        return unknown is null ? null
            : KeptRefusals.BadBatchLine(Lines, $"the provider keeps no file '{Short(unknown)}' for this key");
    }

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
