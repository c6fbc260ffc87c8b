using System.Buffers;
using System.Text.Json;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Streaming;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIPlatform;

namespace Godwit.Gateway.Kept;

/// <summary>Answers about what a provider keeps: their ids become the client's, every other byte stays.</summary>
internal sealed class KeptAnswer(KeptIdSeals seals, OwnedObjects objects)
{
    // An object has a few hundred bytes, a page of events some ten thousand.
    private const int MostBytes = 8 * 1024 * 1024;
    private const int ReadSize = 16 * 1024;

    /// <summary>Reads an answer whole.</summary>
    /// <exception cref="HttpRequestException">It is larger than any such answer.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpResponseMessage response, AttemptClock clock, AttemptLifetime lifetime)
    {
        var bytes = new ArrayBufferWriter<byte>(ReadSize);
        await using var stream = await AnswerBody.OpenAsync(response, lifetime.Token);
        int read;
        while ((read = await stream.ReadAsync(bytes.GetMemory(ReadSize), lifetime.Token)) > 0)
        {
            clock.ByteArrived();
            bytes.Advance(read);
            if (bytes.WrittenCount > MostBytes)
                throw new HttpRequestException(
                    HttpRequestError.InvalidResponse, "The answer is larger than any object.");
        }

        return bytes.WrittenMemory;
    }

    /// <summary>Seals the ids of an answer, and notes what it tells of things that were not known yet.</summary>
    /// <param name="request">The client's request.</param>
    /// <param name="holder">Who keeps what it tells of: a thing, of which provider and account are read.</param>
    /// <param name="json">The answer.</param>
    /// <param name="top">What its own <c>id</c> names; null for nothing that is kept.</param>
    /// <exception cref="HttpRequestException">It is no JSON.</exception>
    public ReadOnlyMemory<byte> Seal(
        GatewayRequest request, in OwnedKey holder, ReadOnlyMemory<byte> json, OwnedKind? top)
    {
        var edits = new BodyEdits();
        var (provider, account) = (holder.Provider, holder.Account);
        try
        {
            KeptIds.InAnswer(
                json.Span, top,
                (kind, id) =>
                {
                    if (id.Length == 0)
                        return null;
                    var key = new OwnedKey(kind, provider, id) { Account = account };
                    if (seals.Seal(request.Key!.Project, key) is not { } text)
                        return "";
                    Note(request, key, gone: false);
                    return text;
                },
                edits);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer is no JSON.", e);
        }

        var sealedJson = new ArrayBufferWriter<byte>(json.Length + 512);
        edits.Write(json.Span, sealedJson);
        return sealedJson.WrittenMemory;
    }

    /// <summary>Notes that a thing is there, or is there no longer, for lists to know.</summary>
    public void Note(GatewayRequest request, in OwnedKey key, bool gone)
    {
        // An upload becomes a file, or nothing: no list has it.
        if (key.Kind == OwnedKind.Upload)
            return;
        var project = request.Key!.Project;
        if (!gone && objects.Knows(project.Organization, project.Name, key))
            return;
        objects.Take(new OwnedObject(key, project.Organization, project.Name, request.StartedAt, gone));
        request.Kept!.Changes.Add(new OwnedChange(key.Kind, key.Provider, key.Id, request.StartedAt, gone)
        {
            Account = key.Account.Length > 0 ? key.Account : null,
        });
    }

    /// <summary>Begins an answer in JSON.</summary>
    public static void WriteHead(GatewayRequest request, int status, long length)
    {
        var response = request.Http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = length;
        response.Headers.CacheControl = "no-store";
        AnswerHeaders.Write(request);
    }
}
