using System.Buffers;
using System.IO.Pipelines;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Steps;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Godwit.Providers.Dialects.Tapping;
using Godwit.Providers.GenAI;

namespace Godwit.Gateway.Streaming;

/// <summary>Relays a provider's answer as it arrives, and settles the request before its last bytes leave.</summary>
/// <remarks>
/// Until the first byte has come nothing is sent to the client, so that another target may still answer. From then on
/// the answer is this provider's: if it breaks off, the client is told so and never gets an ending that looks whole.
/// </remarks>
internal sealed class AnswerRelay(SettleStep settle)
{
    private const int ReadSize = 16 * 1024;

    /// <summary>Relays the answer.</summary>
    /// <returns>Null once it is on its way; else why nothing was sent.</returns>
    public async ValueTask<AttemptFailure?> RunAsync(
        GatewayRequest request, HttpResponseMessage response, AttemptLifetime lifetime, AttemptClock clock,
        bool hideUsage)
    {
        var relay = new Relay(request, response, clock);
        var look = request.Operation.IsMedia() ? MediaLook.Instance : DialectList.Client(request.Dialect).Look;
        request.Tap.Begin(look, relay.IsStream, hideUsage, relay.IsOpaque);
        request.Output = request.Tap.Answer.Output;
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            await using var stream = await AnswerBody.OpenAsync(response, lifetime.Token);
            await PumpAsync(relay, stream, buffer, lifetime);
        }
        catch (Exception e) when (relay.Started
            && e is HttpRequestException or IOException or OperationCanceledException)
        {
            await BreakOffAsync(relay, lifetime);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return null;
    }

    private async ValueTask PumpAsync(Relay relay, Stream stream, byte[] buffer, AttemptLifetime lifetime)
    {
        var source = new AnswerSource(stream, buffer, lifetime, relay.Request.Target!.Provider.IdleTimeout);
        int length;
        while ((length = await source.ReadAsync()) > 0)
        {
            relay.Arrived(length);
            await source.WaitForClient(RelayAsync(relay, source.Chunk(length)));
        }

        // A file may well be empty.
        if (!relay.Started && !relay.Request.Operation.IsKept())
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer is empty.");
        await EndAsync(relay, lifetime);
    }

    private async ValueTask RelayAsync(Relay relay, ReadOnlyMemory<byte> chunk)
    {
        var tap = relay.Request.Tap;
        var output = relay.Request.Http.Response.BodyWriter;
        if (tap.Filters)
        {
            var pieces = tap.Filter(chunk);
            Begin(relay);
            await WriteAsync(output, pieces);
        }
        else if (relay.Ids is { } ids)
        {
            tap.Look(chunk.Span);
            Begin(relay);
            ids.Feed(chunk.Span, new RoomyOutput(output));
            await output.FlushAsync();
        }
        else
        {
            tap.Look(chunk.Span);
            Begin(relay);
            await output.WriteAsync(chunk);
        }
    }

    /// <summary>Sends pieces together: each flush is a system call.</summary>
    private static async ValueTask WriteAsync(PipeWriter output, SseRelay pieces)
    {
        for (var i = 0; i < pieces.Count; i++)
        {
            pieces[i].Span.CopyTo(output.GetSpan(pieces[i].Length));
            output.Advance(pieces[i].Length);
        }

        if (pieces.Count > 0)
            await output.FlushAsync();
    }

    /// <summary>Sends the headers before the first bytes, and settles before the last.</summary>
    private void Begin(Relay relay)
    {
        relay.Learn();
        if (!relay.Started)
            WriteHead(relay);
        if (relay.Request.Tap.Done || relay.Complete)
            Settle(relay, RequestEnding.Completed, InBandFailure(relay));
    }

    private async ValueTask EndAsync(Relay relay, AttemptLifetime lifetime)
    {
        var tap = relay.Request.Tap;
        var rest = tap.Complete();
        Begin(relay);
        if (!relay.Request.Settled && tap.EndedWell)
            Settle(relay, RequestEnding.Completed, InBandFailure(relay));
        var output = relay.Request.Http.Response.BodyWriter;
        if (relay.Ids is { } ids)
        {
            ids.Complete(new RoomyOutput(output));
            await output.FlushAsync();
        }

        await WriteAsync(output, rest);
        if (!tap.EndedWell)
            await BreakOffAsync(relay, lifetime);
    }

    /// <summary>An honest ending: an error event and no <c>[DONE]</c>, or a connection that visibly breaks.</summary>
    private async ValueTask BreakOffAsync(Relay relay, AttemptLifetime lifetime)
    {
        relay.Learn();
        var http = relay.Request.Http;
        if (relay.Request.Settled)
            return;
        var broken = BrokenAnswer.Of(relay.Request, lifetime);
        Settle(relay, broken.Ending, broken.Failure);
        if (broken.Told is not { } cut)
            return;
        if (!relay.IsStream)
        {
            http.Abort();
            return;
        }

        DialectList.Client(relay.Request.Dialect).WriteStreamError(
            cut.For(relay.Request.Id), relay.Request.Tap.InsideEvent,
            new RoomyOutput(http.Response.BodyWriter));
        await http.Response.BodyWriter.FlushAsync();
    }

    /// <summary>What an error means that came where an answer belongs, with a status of success.</summary>
    private static FailureClass? InBandFailure(Relay relay)
    {
        var answer = relay.Request.Tap.Answer;
        if (answer.Error is { } error)
        {
            return FailureClassifier.Classify(
                relay.Status, null, error, relay.Request.Target!.Provider.Errors).Class;
        }

        // Some providers have no other word for their own failure in a stream than the reason it ends by.
        foreach (var reason in answer.FinishReasons)
        {
            if (FailureClassifier.OfFinishReason(reason) is { Retryable: true } failure)
                return failure;
        }

        return null;
    }

    private void Settle(Relay relay, RequestEnding ending, FailureClass? failure) =>
        settle.End(relay.Request, relay.Clock, relay.Status, ending, failure);

    private static void WriteHead(Relay relay)
    {
        relay.Started = true;
        var request = relay.Request;
        var response = request.Http.Response;
        response.StatusCode = relay.Status;
        response.ContentType = relay.ContentType;
        if (relay.IsStream)
            response.Headers.CacheControl = "no-cache";
        else
            response.ContentLength = relay.Ids is null ? relay.Length : null;
        // The credential's account, its limits and cookies are the operator's business.
        foreach (var name in DialectList.Client(request.Dialect).ReturnedHeaders)
        {
            if (relay.Headers.NonValidated.TryGetValues(name, out var values)
                && values.ToString() is var value && HeaderText.IsPlain(value))
                response.Headers[name] = value;
        }

        AnswerHeaders.Write(request);
        if (!relay.IsStream && !request.UsageIsAnothers && request.Cost is { } cost)
            AnswerHeaders.WriteCost(request, cost);
    }
}
