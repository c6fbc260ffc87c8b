using System.Buffers;
using System.Text.Json;
using Godwit.Gateway.State;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIPlatform;

namespace Godwit.Gateway.Kept;

/// <summary>
/// Files that a request to a model names: their ids become the provider's, and the request can go to no other one. An
/// id that opens nothing is refused, for it may be a provider's own id of another tenant's file.
/// </summary>
internal sealed class FileReferences(KeptIdSeals seals)
{
    public Refusal? Open(GatewayRequest request)
    {
        // The second pattern is how a member's name would be hidden from the first.
        if (request.Dialect is not (Dialect.OpenAIChat or Dialect.OpenAIResponses)
            || (request.Body.Span.IndexOf("file_id"u8) < 0 && request.Body.Span.IndexOf("\\u00"u8) < 0))
            return null;
        var (edits, refusal) = (new BodyEdits(), (Refusal?)null);
        try
        {
            KeptIds.InRequest(
                request.Body.Span,
                (kind, id) =>
                {
                    if (seals.Open(request.Key!.Project, kind, id) is not { } key)
                        refusal ??= KeptRefusals.NoSuchObject(kind, id, "file_id");
                    else if (request.Held is { } held && !held.MayHold(key.Provider, key.Account))
                        refusal ??= KeptRefusals.SeveralKeepers(held.Provider, key.Provider);
                    else
                        return Keep(request, key);
                    return null;
                },
                edits);
        }
        catch (JsonException)
        {
            // The scan that follows says where it is wrong.
            return null;
        }

        if (refusal is null && edits.Any)
            Rewrite(request.Body, edits);
        return refusal;
    }

    private static string Keep(GatewayRequest request, in OwnedKey key)
    {
        if (request.Held is not { Account.Length: > 0 })
            request.Held = new HeldState(HeldKind.Files, key.Provider, key.Account);
        return key.Id;
    }

    private static void Rewrite(RequestBody body, BodyEdits edits)
    {
        var written = new ArrayBufferWriter<byte>(body.Length);
        edits.Write(body.Span, written);
        body.Release();
        body.Write(written.WrittenSpan);
    }
}
