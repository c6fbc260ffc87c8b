using System.Buffers;
using Godwit.Gateway.ClientApi;
using Godwit.Policy.Catalog;
using Godwit.Policy.Routing;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Gateway.Attempts;

/// <summary>Writes a client's request for embeddings in the dialect of a target's door.</summary>
internal static class EmbeddingTranslation
{
    /// <summary>Translates the request.</summary>
    /// <returns>The content to send, or why there is none: then nothing was sent.</returns>
    public static ValueTask<(TranslatedContent? Content, AttemptFailure? Failure)> WriteAsync(
        GatewayRequest request, TargetRules target, DoorRules door) => request.Body.Length <= Translation.LongBody
        ? ValueTask.FromResult(Write(request, target, door))
        : new(Task.Run(() => Write(request, target, door)));

    private static (TranslatedContent? Content, AttemptFailure? Failure) Write(
        GatewayRequest request, TargetRules target, DoorRules door)
    {
        if (DialectList.Embeddings(door.Dialect) is not { } dialect)
            return (null, AttemptFailure.NotOffered(request, request.Operation.ToPolicy()));
        if (Read(request) is { } unreadable)
            return (null, unreadable);
        var losses = request.BeginTranslation();
        foreach (var extra in request.Embedding!.Extras)
            losses.Drop(extra.Path, $"the dialect {DialectText.Of(door.Dialect)} has nothing like it");
        if (request.Route!.Strict && losses.FirstReal is { } loss)
            return (null, AttemptFailure.WouldLose(target, loss));
        var body = new ArrayBufferWriter<byte>(request.Body.Length + 512);
        dialect.WriteEmbeddingRequest(request.Embedding, target.ProviderModel, body);
        return (new TranslatedContent(body), null);
    }

    /// <summary>Reads the client's body to its neutral form, once for all attempts.</summary>
    private static AttemptFailure? Read(GatewayRequest request)
    {
        if (request.Embedding is not null)
            return null;
        var faults = new RequestFaults();
        var read = DialectList.Embeddings(request.Dialect)!.ReadEmbeddingRequest(
            request.Body.Memory, batch: request.Operation != ClientOperation.EmbedContent, faults);
        if (faults.First is { } fault)
            return AttemptFailure.Unreadable(Refusals.Untranslatable(fault.Code, fault.Message, fault.Path));
        request.Embedding = read;
        return null;
    }
}
