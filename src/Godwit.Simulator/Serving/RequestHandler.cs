using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Gemini;
using Godwit.Simulator.Messages;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Responses;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>Takes one request from its path to its answer.</summary>
internal sealed class RequestHandler
{
    private static readonly ProviderError NotText =
        new(ErrorReason.BadJson, "The body has a string that is not valid text.");

    private readonly SimulatedProvider[] _providers;
    private readonly FaultScript _script;
    private readonly RequestLog _log;
    private readonly TimeProvider _time;
    private readonly CancellationToken _stopping;
    private readonly ulong _seed;
    private readonly ChatOperation _chat;
    private readonly CompletionsOperation _completions;
    private readonly EmbeddingsOperation _embeddings;
    private readonly MessagesOperation _messages;
    private readonly ResponsesOperation _responses;
    private readonly ResponsesSocketOperation _responsesSocket;
    private readonly ResponsesTokensOperation _responsesTokens;
    private readonly StoredResponsesOperation _storedResponses;
    private readonly GeminiOperation _gemini;
    private readonly GeminiEmbeddingsOperation _geminiEmbeddings;
    private long _sequence;

    public RequestHandler(
        SimulatorOptions options, FaultScript script, RequestLog log, TimeProvider time, CancellationToken stopping)
    {
        // The longest prefix that fits a path is the right one, so it is asked first.
        _providers = [.. options.Providers.OrderByDescending(provider => provider.PathPrefix.Length)];
        _script = script;
        _log = log;
        _time = time;
        _stopping = stopping;
        _seed = DeterministicSource.Mix((ulong)options.Seed);
        AnswerComposer composer = new(options.Seed);
        Seal seal = new(options.Seed);
        _chat = new ChatOperation(script, new ChatReplies(composer, new PromptCache(), time));
        _gemini = new GeminiOperation(script, new GeminiReplies(composer, new PromptCache(), seal), seal);
        _geminiEmbeddings = new GeminiEmbeddingsOperation(script, options.Seed);
        ResponseStore store = new();
        ResponseReplies replies = new(composer, new PromptCache(), seal, time);
        _responses = new ResponsesOperation(script, replies, store, seal, time);
        _responsesSocket = new ResponsesSocketOperation(_responses, replies, OpenTurn);
        _responsesTokens = new ResponsesTokensOperation(script, _responses, replies, seal, time);
        _storedResponses = new StoredResponsesOperation(store, time);
        _messages = new MessagesOperation(script, new MessageReplies(composer, new MarkedCache(time), seal), seal);
        _completions = new CompletionsOperation(script, options.Seed, time);
        _embeddings = new EmbeddingsOperation(script, options.Seed);
    }

    public async Task HandleAsync(HttpContext http)
    {
        byte[]? body = await RequestBody.ReadAsync(http.Request);
        SimulatedProvider? provider = Find(http.Request.Path.Value ?? "/", out string path);
        RecordedRequest record = Record(http, provider, body ?? []);
        _log.Add(record);
        RequestRoute route = provider is null ? default : RequestRoute.Of(http.Request, path, provider.Name);
        using Exchange exchange = new(http, provider ?? _providers[0], record, _time, _stopping)
        {
            Dialect = route.Dialect,
            StreamsArray = route.Operation == Operation.StreamGenerateContent && http.Request.Query["alt"] != "sse",
        };
        try
        {
            await AnswerAsync(exchange, route, body);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
        finally
        {
            record.Aborted = http.RequestAborted.IsCancellationRequested;
            record.Status = http.Response.HasStarted || !record.Aborted ? http.Response.StatusCode : null;
            record.Ended = true;
        }
    }

    private async Task AnswerAsync(Exchange exchange, RequestRoute route, byte[]? body)
    {
        // Providers look at where a call comes from before they look at its key.
        exchange.Apply(_script.TakeBeforeKey(exchange.Provider.Name));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream: false);
        }
        else if (Check(exchange, route, body) is { } error)
        {
            await exchange.RefuseAsync(error);
        }
        else if (route.Operation == Operation.Models)
        {
            await ModelsOperation.ListAsync(exchange);
        }
        else if (route.Operation == Operation.Model)
        {
            await ModelsOperation.GetAsync(exchange, route.Name!);
        }
        else if (route.Operation == Operation.ResponsesSocket)
        {
            await _responsesSocket.AnswerAsync(exchange);
        }
        else if (route.Operation is Operation.Response or Operation.ResponseInputItems or Operation.ResponseCancel)
        {
            await _storedResponses.AnswerAsync(exchange, route);
        }
        else
        {
            await AnswerBodyAsync(exchange, route, body!);
        }
    }

    private async Task AnswerBodyAsync(Exchange exchange, RequestRoute route, byte[] body)
    {
        if (TryParse(body) is not { } document)
        {
            await exchange.RefuseAsync(new ProviderError(ErrorReason.BadJson, "The body could not be read as JSON."));
            return;
        }

        using (document)
        {
            try
            {
                await AnswerRootAsync(exchange, route, document.RootElement);
            }
            catch (InvalidOperationException) when (!exchange.Http.Response.HasStarted)
            {
                // Half a surrogate pair is valid JSON and no text: it shows only when a string is read.
                await exchange.RefuseAsync(NotText);
            }
        }
    }

    private Task AnswerRootAsync(Exchange exchange, RequestRoute route, JsonElement root) => route.Operation switch
    {
        Operation.Chat => _chat.AnswerAsync(exchange, root, route.Name),
        Operation.Completions => _completions.AnswerAsync(exchange, root, route.Name),
        Operation.Messages => _messages.AnswerAsync(exchange, root),
        Operation.MessagesCountTokens => _messages.CountAsync(exchange, root),
        Operation.Responses => _responses.AnswerAsync(exchange, root),
        Operation.ResponsesCompact => _responsesTokens.AnswerAsync(exchange, root, compact: true),
        Operation.ResponsesInputTokens => _responsesTokens.AnswerAsync(exchange, root, compact: false),
        Operation.GenerateContent => _gemini.AnswerAsync(exchange, root, route.Name!, stream: false),
        Operation.StreamGenerateContent => _gemini.AnswerAsync(exchange, root, route.Name!, stream: true),
        Operation.CountTokens => _gemini.CountAsync(exchange, root, route.Name!),
        Operation.EmbedContent => _geminiEmbeddings.AnswerAsync(exchange, root, route.Name!, batch: false),
        Operation.BatchEmbedContents => _geminiEmbeddings.AnswerAsync(exchange, root, route.Name!, batch: true),
        _ => _embeddings.AnswerAsync(exchange, root, route.Name),
    };

    private static ProviderError? Check(Exchange exchange, RequestRoute route, byte[]? body)
    {
        HttpRequest request = exchange.Http.Request;
        if (route.Operation == Operation.Unknown)
        {
            return new(ErrorReason.UnknownPath, $"There is nothing at {request.Method} {request.Path}.");
        }

        if (route.Method is { } method && request.Method != method)
        {
            return new(ErrorReason.WrongMethod, $"{request.Path} takes {method}, not {request.Method}.");
        }

        return KeyCheck.Check(exchange)
            ?? (body is null ? new(ErrorReason.BodyTooLarge, "The request body is too large.") : null);
    }

    private static JsonDocument? TryParse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SimulatedProvider? Find(string path, out string rest)
    {
        foreach (SimulatedProvider provider in _providers)
        {
            string prefix = provider.PathPrefix.TrimEnd('/');
            if (path.StartsWith(prefix, StringComparison.Ordinal)
                && (path.Length == prefix.Length || path[prefix.Length] == '/'))
            {
                rest = path[prefix.Length..];
                return provider;
            }
        }

        rest = path;
        return null;
    }

    private Exchange OpenTurn(Exchange connection, byte[] message)
    {
        RecordedRequest record = Record(connection.Http, connection.Provider, message);
        _log.Add(record);
        return connection.Turn(record);
    }

    private RecordedRequest Record(HttpContext http, SimulatedProvider? provider, byte[] body)
    {
        long sequence = Interlocked.Increment(ref _sequence);
        HttpRequest request = http.Request;
        KeyValuePair<string, string>[] headers = new KeyValuePair<string, string>[request.Headers.Count];
        int index = 0;
        foreach (var header in request.Headers)
        {
            headers[index++] = new(header.Key, header.Value.ToString());
        }

        DeterministicSource ids = new(_seed + (ulong)sequence);
        return new RecordedRequest(sequence, ids.NextId("req_", 32), headers, body)
        {
            At = _time.GetUtcNow(),
            Provider = provider?.Name,
            Method = request.Method,
            Path = request.Path.Value ?? "/",
            Query = request.QueryString.Value ?? "",
        };
    }
}
