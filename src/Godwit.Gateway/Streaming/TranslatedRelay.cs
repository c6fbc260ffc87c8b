using System.Buffers;
using Godwit.Gateway.Attempts;
using Godwit.Gateway.Steps;
using Godwit.Providers.Dialects;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Gateway.Streaming;

/// <summary>
/// Relays an answer in another dialect than the provider's, as it arrives, and settles before its last bytes leave.
/// </summary>
/// <remarks>As with <see cref="AnswerRelay"/>, nothing reaches the client before the first output has come, so that
/// another target may still answer, and an answer that breaks off never ends as a whole one does.</remarks>
internal sealed class TranslatedRelay(SettleStep settle)
{
    private const int ReadSize = 16 * 1024;

    // An answer with a few images; one that is longer is refused rather than kept.
    private const int MostWholeBytes = 64 * 1024 * 1024;

    /// <summary>Relays the answer.</summary>
    /// <returns>Null once it is on its way; else why nothing was sent.</returns>
    public async ValueTask<AttemptFailure?> RunAsync(
        GatewayRequest request, HttpResponseMessage response, AttemptLifetime lifetime, AttemptClock clock)
    {
        var dialect = DialectList.Provider(request.Door!.Dialect)!;
        var translated = new TranslatedAnswer(request, clock, (int)response.StatusCode, settle)
        {
            Headers = response.Headers,
        };
        var buffer = ArrayPool<byte>.Shared.Rent(ReadSize);
        try
        {
            await using var stream = await AnswerBody.OpenAsync(response, lifetime.Token);
            var source = new AnswerSource(stream, buffer, lifetime, request.Target!.Provider.IdleTimeout);
            if (request.Embedding is not null)
                return await RelayEmbeddingsAsync(translated, request, source);
            return dialect.IsStream(response.Content.Headers.ContentType?.MediaType)
                ? await RelayStreamAsync(translated, dialect, source)
                : await RelayWholeAsync(translated, dialect, source);
        }
        catch (Exception e) when (translated.Started
            && e is HttpRequestException or IOException or OperationCanceledException)
        {
            await translated.BreakOffAsync(lifetime);
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async ValueTask<AttemptFailure?> RelayStreamAsync(
        TranslatedAnswer translated, IProviderDialect dialect, AnswerSource source)
    {
        using var reader = dialect.CreateStreamReader();
        var events = new List<AnswerEvent>();
        int length;
        while ((length = await source.ReadAsync()) > 0)
        {
            translated.Arrived();
            reader.Feed(source.Chunk(length).Span, events);
            if (FailureBeforeStart(translated, events) is { } failure)
                return failure;
            await source.WaitForClient(translated.WriteAsync(events));
            events.Clear();
            if (translated.Ended)
                return null;
        }

        reader.Complete(events);
        if (FailureBeforeStart(translated, events) is { } late)
            return late;
        await translated.WriteAsync(events);
        if (!translated.Ended)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer broke off.");
        return null;
    }

    /// <summary>
    /// An error of the provider before anything was sent: another target may still answer. Of an answer that is
    /// collected nothing is, until it is whole.
    /// </summary>
    private static AttemptFailure? FailureBeforeStart(TranslatedAnswer translated, List<AnswerEvent> events)
    {
        if (translated.Started)
            return null;
        foreach (var next in events)
        {
            if (next is UsageReported used)
                translated.Use(used.Usage);
            if (next is AnswerFailed failed)
                return translated.Failure(failed.Error);
            if (translated.Streams && TranslatedAnswer.IsOutput(next))
                return null;
        }

        return null;
    }

    private static async ValueTask<AttemptFailure?> RelayWholeAsync(
        TranslatedAnswer translated, IProviderDialect dialect, AnswerSource source)
    {
        var body = await ReadWholeAsync(translated, source);
        if (dialect.ReadAnswer(body) is not { } answer)
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer can't be read.");
        translated.Use(answer.Usage ?? default);
        if (answer.Error is { } error)
            return translated.Failure(error);
        await translated.WriteWholeAsync(answer);
        return null;
    }

    private static async ValueTask<AttemptFailure?> RelayEmbeddingsAsync(
        TranslatedAnswer translated, GatewayRequest request, AnswerSource source)
    {
        var body = await ReadWholeAsync(translated, source);
        if (DialectList.Embeddings(request.Door!.Dialect)!.ReadEmbeddingAnswer(body) is not { } answer
            || answer.Vectors.Count != request.Embedding!.Inputs.Count)
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer can't be read.");
        await translated.WriteEmbeddingsAsync(answer);
        return null;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadWholeAsync(
        TranslatedAnswer translated, AnswerSource source)
    {
        var body = new ArrayBufferWriter<byte>(ReadSize);
        int length;
        while ((length = await source.ReadAsync()) > 0)
        {
            translated.Arrived();
            body.Write(source.Chunk(length).Span);
            if (body.WrittenCount > MostWholeBytes)
                throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer is too long.");
        }

        return body.WrittenMemory;
    }
}
