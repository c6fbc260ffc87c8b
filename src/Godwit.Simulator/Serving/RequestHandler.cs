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
    private readonly OperationTable _operations;
    private readonly RateGate _gate;
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
        _gate = new RateGate(time);
        _operations = new OperationTable(options.Seed, script, time, OpenTurn);
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
        else if (HttpMethods.IsPost(exchange.Http.Request.Method)
            && _gate.Admit(exchange, KeyCheck.KeyOf(exchange), body!.Length) is { } wait)
        {
            await exchange.RefuseAsync(Refusals.ErrorOf(FaultKind.RateLimit), wait);
        }
        else
        {
            try
            {
                await _operations.AnswerAsync(exchange, route, body!);
            }
            catch (InvalidOperationException) when (!exchange.Http.Response.HasStarted)
            {
                // Half a surrogate pair is valid JSON and no text: it shows only when a string is read.
                await exchange.RefuseAsync(NotText);
            }
        }
    }

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
            Query = Redaction.ApplyQuery(request.QueryString.Value ?? ""),
        };
    }
}
