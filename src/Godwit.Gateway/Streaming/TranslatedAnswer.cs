using System.Buffers;
using System.Net.Http.Headers;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.ClientApi;
using Godwit.Gateway.Steps;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.OpenAIResponses;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;
using Godwit.Providers.Tokens;
using Microsoft.AspNetCore.Http;

namespace Godwit.Gateway.Streaming;

/// <summary>How far one translated answer has come, and its way to the client.</summary>
internal sealed class TranslatedAnswer(GatewayRequest request, AttemptClock clock, int status, SettleStep settle)
{
    private readonly IClientDialect client = DialectList.Client(request.Dialect);
    private readonly List<AnswerEvent> held = [];
    private readonly GatheredOutput output = new(request.Http.Response.BodyWriter);
    private readonly OutputMeter meter = request.Output = new OutputMeter();
    private AnswerCollector? collector;
    private IStreamWriter? writer;
    private ArrayBufferWriter<byte>? whole;

    /// <summary>The provider's, which may tell figures too.</summary>
    public required HttpResponseHeaders Headers { get; init; }

    /// <summary>Something was sent to the client: there is no way back.</summary>
    public bool Started { get; private set; }

    /// <summary>The answer is complete, well or not.</summary>
    public bool Ended { get; private set; }

    /// <summary>The client waits for a stream.</summary>
    public bool Streams => request.Scan.Stream;

    /// <summary>Called with every read.</summary>
    public void Arrived() => clock.ByteArrived();

    /// <summary>Takes what the provider tells of its tokens; the last figure counts.</summary>
    public void Use(TokenUsage usage)
    {
        request.Usage = UsageHeaders.Complete(usage, Headers);
        if (usage.OutputTokens is not null)
            meter.Figure();
    }

    /// <summary>True for an event by which the answer itself begins.</summary>
    public static bool IsOutput(AnswerEvent next) => next is not (AnswerStarted or KeptAlive or UsageReported);

    /// <summary>An error that the provider put where an answer belongs, as a failure of the attempt.</summary>
    public AttemptFailure Failure(AnswerError error)
    {
        var failure = FailureClassifier.Classify(
            status, null, new ErrorBody(error.Code, error.Type, null, error.Message),
            request.Target!.Provider.Errors);
        return AttemptFailure.Answered(request.Target, failure, 502, default, null);
    }

    /// <summary>Writes what events mean to the client, as soon as there is output.</summary>
    public ValueTask WriteAsync(List<AnswerEvent> events)
    {
        foreach (var next in events)
        {
            Learn(next);
            if (!Streams)
                (collector ??= new AnswerCollector()).Add(next);
            else if (!Started && !IsOutput(next))
                held.Add(next);
            else
                Write(next);
        }

        return !Streams ? Ended ? WriteWholeAsync(collector!.Answer) : ValueTask.CompletedTask
            : Started ? FlushAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Writes an answer that is there as a whole, as a stream where the client waits for one.</summary>
    public async ValueTask WriteWholeAsync(GenAIAnswer answer)
    {
        if (Streams)
        {
            await WriteAsync([.. AnswerReplay.Of(answer)]);
            return;
        }

        Use(answer.Usage ?? default);
        if (answer.Usage is not { InputTokens: not null, OutputTokens: not null })
            Measure(answer);
        request.ResponseModel = answer.Model;
        var body = new ArrayBufferWriter<byte>(4096);
        client.WriteAnswer(answer, Context(), body);
        request.Turn?.Keep(body.WrittenSpan);
        if (request.Turn is { Conversation: not null } turn)
            await turn.AppendAsync(body.WrittenMemory);
        await SendAsync(body);
    }

    /// <summary>Writes vectors.</summary>
    public ValueTask WriteEmbeddingsAsync(EmbeddingAnswer answer)
    {
        request.Usage = answer.Usage ?? default;
        request.ResponseModel = answer.Model;
        var body = new ArrayBufferWriter<byte>(4096);
        DialectList.Embeddings(request.Dialect)!.WriteEmbeddingAnswer(
            answer, request.Embedding!, request.RequestModel!, request.Losses!, body);
        return SendAsync(body);
    }

    private async ValueTask SendAsync(ArrayBufferWriter<byte> body)
    {
        Begin("application/json", body.WrittenCount);
        Settle(RequestEnding.Completed, null);
        Ended = true;
        await request.Http.Response.BodyWriter.WriteAsync(body.WrittenMemory);
    }

    /// <summary>An honest ending of what was begun and broke off.</summary>
    public async ValueTask BreakOffAsync(AttemptLifetime lifetime)
    {
        if (request.Settled)
            return;
        var broken = BrokenAnswer.Of(request, lifetime);
        Settle(broken.Ending, broken.Failure);
        if (broken.Told is not { } cut)
            return;
        if (!Streams)
        {
            request.Http.Abort();
            return;
        }

        writer!.Write(new AnswerFailed(new AnswerError(cut.Code, cut.Type, cut.Message)), output);
        await FlushAsync();
    }

    private async ValueTask FlushAsync()
    {
        if (whole is { } ended)
        {
            whole = null;
            await request.Turn!.AppendAsync(ended.WrittenMemory);
        }

        await output.FlushAsync();
    }

    private void Write(AnswerEvent next)
    {
        if (!Started)
            BeginStream();
        if (Ended)
            Settle(RequestEnding.Completed, FailureOf(next));
        writer!.Write(next, output);
        if (next is AnswerEnded && request.Turn is { Keeps: true } turn)
        {
            // Before the last bytes leave: the client may go on with it at once.
            whole = new ArrayBufferWriter<byte>(4096);
            ResponsesDialect.WriteWhole(writer, whole);
            turn.Keep(whole.WrittenSpan);
        }
    }

    private FailureClass? FailureOf(AnswerEvent next) =>
        next is AnswerFailed failed ? Failure(failed.Error).Class : null;

    private void BeginStream()
    {
        Begin(request.StreamIsArray ? "application/json" : "text/event-stream", null);
        request.Http.Response.Headers.CacheControl = "no-cache";
        writer = client.CreateStreamWriter(Context());
        foreach (var next in held)
            writer.Write(next, output);
        held.Clear();
    }

    private void Begin(string contentType, long? length)
    {
        Started = true;
        var response = request.Http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = contentType;
        response.ContentLength = length;
        AnswerHeaders.Write(request);
        if (length is not null && request.Cost is { } cost)
            AnswerHeaders.WriteCost(request, cost);
    }

    private void Learn(AnswerEvent next)
    {
        switch (next)
        {
            case AnswerStarted { Model: { } model }:
                request.ResponseModel = model;
                break;
            case PartDelta delta:
                meter.Add(delta.Text);
                break;
            case UsageReported usage:
                Use(usage.Usage);
                break;
            case AnswerEnded or AnswerFailed:
                Ended = true;
                break;
        }
    }

    private void Measure(GenAIAnswer answer)
    {
        meter.Reset();
        foreach (var choice in answer.Choices)
        {
            foreach (var part in choice.Parts)
            {
                meter.Add(part switch
                {
                    TextPart text => text.Text,
                    ReasoningPart reasoning => reasoning.Text,
                    ToolCallPart call => call.Arguments,
                    RefusalPart refusal => refusal.Text,
                    _ => null,
                });
            }
        }
    }

    private void Settle(RequestEnding ending, FailureClass? failure) =>
        settle.End(request, clock, status, ending, failure);

    private AnswerContext Context() => new()
    {
        RequestId = request.Id,
        AnswerId = request.Turn?.AnswerId,
        CreatedAt = request.StartedAt,
        Model = request.RequestModel!,
        Request = request.Neutral!,
        Provider = request.Door!.Dialect,
        Losses = request.Losses!,
        StreamIsArray = request.StreamIsArray,
    };
}
