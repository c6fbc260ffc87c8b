using System.Buffers;
using System.Text.Json;
using Godwit.Simulator.Faults;
using Godwit.Simulator.Wire;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>One request under way: what came, who answers, which faults apply, and when to stop.</summary>
internal sealed class Exchange(
    HttpContext http, SimulatedProvider provider, RecordedRequest record, TimeProvider time, CancellationToken stopping)
    : IDisposable
{
    private readonly long _startedAt = time.GetTimestamp();
    private CancellationTokenSource? _ending;

    public HttpContext Http { get; } = http;

    public SimulatedProvider Provider { get; } = provider;

    public RecordedRequest Record { get; } = record;

    /// <summary>The dialect of the door that was asked.</summary>
    public Dialect Dialect { get; init; }

    /// <summary>A stream of this exchange is a JSON array instead of events.</summary>
    public bool StreamsArray { get; init; }

    /// <summary>Sends an error in the middle of an answer, where the dialect has more to say than one event.</summary>
    public Func<ValueTask>? WriteInnerError { get; set; }

    public FaultPlan Faults { get; private set; } = FaultPlan.None;

    public string RequestId => Record.Id;

    /// <summary>What the key has left of its requests; null when they are not limited.</summary>
    public RateLeft? RequestsLeft { get; set; }

    /// <summary>What the key has left of its tokens; null when they are not limited.</summary>
    public RateLeft? TokensLeft { get; set; }

    public TimeSpan Elapsed => time.GetElapsedTime(_startedAt);

    /// <summary>Puts faults in force for what follows.</summary>
    public void Apply(FaultPlan faults)
    {
        Faults = faults;
        if (!faults.IsEmpty)
        {
            Record.Faults = [.. faults.All.Select(fault => FaultNames.Of(fault.Kind))];
        }
    }

    /// <summary>
    /// Is cancelled when the client is gone or the simulator stops. Only exchanges that ask pay for it.
    /// </summary>
    public CancellationToken Ending =>
        (_ending ??= CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted, stopping)).Token;

    /// <summary>Waits until the time is up, the client is gone or the simulator stops; the last two throw.</summary>
    public Task WaitAsync(TimeSpan period) => Task.Delay(period, time, Ending);

    /// <summary>Answers with JSON of known length.</summary>
    public async Task AnswerAsync(int status, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(2048);
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            write(json);
        }

        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        ResponseHeaders.Write(this);
        await PlainBody.WriteAsync(this, buffer.WrittenMemory);
    }

    /// <summary>Refuses in the provider's form.</summary>
    public async Task RefuseAsync(ProviderError error, TimeSpan? retryAfter = null)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            Http.Response.StatusCode = ErrorBodies.Write(json, this, error);
        }

        if (retryAfter is { } wait)
        {
            Http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds)
                .ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        Http.Response.ContentType = "application/json";
        ResponseHeaders.Write(this, error);
        Http.Response.ContentLength = buffer.WrittenCount;
        await Http.Response.BodyWriter.WriteAsync(buffer.WrittenMemory);
    }

    /// <summary>A turn of this connection, with a record of its own.</summary>
    public Exchange Turn(RecordedRequest record) => new(Http, Provider, record, time, stopping) 
    {
        Dialect = Dialect, RequestsLeft = RequestsLeft, TokensLeft = TokensLeft,
    };

    public void Dispose() => _ending?.Dispose();
}
