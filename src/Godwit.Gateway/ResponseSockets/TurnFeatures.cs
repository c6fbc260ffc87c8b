using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Godwit.Gateway.ResponseSockets;

/// <summary>One turn of a WebSocket as the request and response that the pipeline knows.</summary>
internal sealed class TurnFeatures :
    IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IRequestBodyPipeFeature
{
    // What describes the handshake's own body, and what would make one thing of all turns.
    private static readonly string[] LeftOut =
        ["Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding", "Connection", "Idempotency-Key"];

    private readonly Lazy<Stream> stream;

    /// <summary>Describes a turn.</summary>
    /// <param name="handshake">The request by which the connection was opened.</param>
    /// <param name="body">The turn's request.</param>
    /// <param name="output">Takes the response's body.</param>
    /// <param name="gone">The client has gone.</param>
    public TurnFeatures(HttpContext handshake, ReadOnlyMemory<byte> body, TurnOutput output, CancellationToken gone)
    {
        Writer = output;
        RequestAborted = gone;
        Reader = PipeReader.Create(new System.Buffers.ReadOnlySequence<byte>(body));
        stream = new Lazy<Stream>(() => output.AsStream());
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in handshake.Request.Headers)
        {
            if (!LeftOut.Contains(name, StringComparer.OrdinalIgnoreCase))
                headers[name] = value;
        }

        headers.ContentType = "application/json";
        Collection = new FeatureCollection(handshake.Features);
        Collection.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = HttpProtocol.Http11, Scheme = handshake.Request.Scheme, Method = HttpMethods.Post,
            Path = handshake.Request.Path, RawTarget = handshake.Request.Path.Value!, Headers = headers,
        });
        Collection.Set<IHttpResponseFeature>(this);
        Collection.Set<IHttpResponseBodyFeature>(this);
        Collection.Set<IHttpRequestLifetimeFeature>(this);
        Collection.Set<IRequestBodyPipeFeature>(this);
    }

    /// <summary>The connection's features, with the turn's own in front.</summary>
    public FeatureCollection Collection { get; }

    /// <summary>The answer was given up after it began.</summary>
    public bool Aborted { get; private set; }

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException();
    }

    public bool HasStarted => ((TurnOutput)Writer).HasStarted;

    public Stream Stream => stream.Value;

    public PipeWriter Writer { get; }

    public PipeReader Reader { get; }

    public CancellationToken RequestAborted { get; set; }

    public void Abort() => Aborted = true;

    public void OnStarting(Func<object, Task> callback, object state) => throw new NotSupportedException();

    public void OnCompleted(Func<object, Task> callback, object state) => throw new NotSupportedException();

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CompleteAsync() => Task.CompletedTask;

    public Task SendFileAsync(
        string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
