using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Godwit.Policy.Access;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Godwit.Gateway.ResponseState;

/// <summary>
/// Responses in files of the data folder, found by an index in memory. A response can be found from the instant it is
/// kept; that it reaches its file is the work of a thread behind.
/// </summary>
internal sealed partial class ResponseStore : BackgroundService, IResponseStore
{
    private const string Pattern = "*.responses";
    private const long MostWaitingBytes = 256L * 1024 * 1024;
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Guid, Place> places = [];
    private readonly ConcurrentDictionary<Guid, StoredResponse> waiting = [];
    private readonly Channel<Guid> queue = Channel.CreateUnbounded<Guid>(new() { SingleReader = true });
    private readonly List<ResponseSegment> segments = [];
    private readonly ResponseFrame frames;
    private readonly ResponseStoreOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<ResponseStore> logger;
    private long waitingBytes;
    private bool currentIsOurs;

    public ResponseStore(GatewayOptions gateway, TimeProvider time, ILogger<ResponseStore> logger)
    {
        options = gateway.Responses;
        this.time = time;
        this.logger = logger;
        Folder = options.Folder ?? Path.Combine(
            Path.GetDirectoryName(Path.GetFullPath(gateway.JournalFolder)) ?? ".", "responses");
        frames = new ResponseFrame(gateway);
        Load();
    }

    /// <inheritdoc/>
    public TimeSpan Retention => options.Retention;

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public bool Keep(StoredResponse response)
    {
        var size = SizeOf(response);
        if (options.Retention <= TimeSpan.Zero || size > ResponseFrame.MostBodyBytes / 2
            || Interlocked.Read(ref waitingBytes) > MostWaitingBytes)
            return false;
        Interlocked.Add(ref waitingBytes, size);

        // What is written anew before it was written at all is written once.
        var replaced = default(StoredResponse);
        waiting.AddOrUpdate(response.Id, response, (_, before) =>
        {
            replaced = before;
            return response;
        });
        if (replaced is not null)
            Interlocked.Add(ref waitingBytes, -SizeOf(replaced));
        return queue.Writer.TryWrite(response.Id);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredResponse?> FindAsync(Guid id, ProjectRules owner, CancellationToken cancellation)
    {
        if (!waiting.TryGetValue(id, out var found) && places.TryGetValue(id, out var place)
            && await place.Segment.ReadAsync(place.At, place.Length, cancellation) is { } frame)
            found = frames.Read(frame);
        return found is not null && found.Id == id && found.ExpiresAt > time.GetUtcNow()
            && found.Organization == owner.Organization && found.Project == owner.Name ? found : null;
    }

    /// <inheritdoc/>
    public void Forget(Guid id)
    {
        var known = StopWaiting(id);
        if (places.TryRemove(id, out _) || known)
            queue.Writer.TryWrite(id);
    }

    /// <summary>Forgets what has expired, and the oldest past the limit of size.</summary>
    public void Sweep()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        lock (segments)
        {
            var total = segments.Sum(segment => segment.Length);
            foreach (var segment in segments.ToArray())
            {
                var isCurrent = currentIsOurs && segment == segments[^1];
                if (isCurrent || (segment.LastExpiry > now && total <= options.MaxBytes))
                    continue;
                total -= segment.Length;
                segments.Remove(segment);
                foreach (var (id, place) in places)
                {
                    if (place.Segment == segment)
                        places.TryRemove(id, out _);
                }

                segment.Delete();
            }
        }
    }

    /// <summary>Writes what waits, until there is nothing left.</summary>
    public void WriteWaiting()
    {
        while (queue.Reader.TryRead(out var id))
            Write(id);
    }

    public override void Dispose()
    {
        base.Dispose();
        WriteWaiting();
        lock (segments)
        {
            segments.ForEach(segment => segment.Dispose());
            segments.Clear();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(SweepInterval, time);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        while (!stoppingToken.IsCancellationRequested)
        {
            var ready = queue.Reader.WaitToReadAsync(stoppingToken).AsTask();
            if (await Task.WhenAny(ready, tick) == tick && tick.IsCompletedSuccessfully)
            {
                Sweep();
                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            }

            WriteWaiting();
        }
    }

    private void Write(Guid id)
    {
        try
        {
            if (waiting.TryGetValue(id, out var response))
            {
                var frame = frames.Write(response);
                lock (segments)
                {
                    var segment = Current();
                    var at = segment.Append(frame, response.ExpiresAt.ToUnixTimeSeconds());
                    places[id] = new Place(segment, at, frame.Length);
                }

                // Forgotten while it was written, unless it was written anew, which is next in the queue.
                if (!StopWaiting(response) && !waiting.ContainsKey(id))
                    Forget(id);
            }
            else if (!places.ContainsKey(id))
            {
                // One that has a place was written anew, and is in the queue for each time.
                lock (segments)
                    Current().Append(ResponseFrame.Forgotten(id), (time.GetUtcNow() + Retention).ToUnixTimeSeconds());
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // It stays in memory, where it can still be found until the process ends.
            Log.NotWritten(logger, Folder, e);
        }
    }

    private bool StopWaiting(StoredResponse response)
    {
        if (!waiting.TryRemove(KeyValuePair.Create(response.Id, response)))
            return false;
        Interlocked.Add(ref waitingBytes, -SizeOf(response));
        return true;
    }

    private bool StopWaiting(Guid id)
    {
        if (!waiting.TryRemove(id, out var response))
            return false;
        Interlocked.Add(ref waitingBytes, -SizeOf(response));
        return true;
    }

    private static int SizeOf(StoredResponse response) => response.Input.Length + response.Response.Length;

    private ResponseSegment Current()
    {
        if (currentIsOurs && segments[^1].Length < options.SegmentBytes)
            return segments[^1];
        Directory.CreateDirectory(Folder);
        var number = segments.Count == 0 ? 1 : NumberOf(segments[^1].Path) + 1;
        var name = number.ToString("d9", CultureInfo.InvariantCulture) + Pattern[1..];
        segments.Add(ResponseSegment.Create(Path.Combine(Folder, name)));
        currentIsOurs = true;
        return segments[^1];
    }

    private void Load()
    {
        if (!Directory.Exists(Folder))
            return;
        foreach (var path in Directory.GetFiles(Folder, Pattern).Order(StringComparer.Ordinal))
        {
            segments.Add(ResponseSegment.Open(path, (segment, at, head) =>
            {
                if (head.Forgotten)
                    places.TryRemove(head.Id, out _);
                else
                    places[head.Id] = new Place(segment, at, ResponseFrame.HeadSize + head.Length);
            }));
        }

        Sweep();
    }

    private static long NumberOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture, out var number)
            ? number : 0;

    private sealed record Place(ResponseSegment Segment, long At, int Length);

    private static partial class Log
    {
        [LoggerMessage(
            2301, LogLevel.Error, "A response could not be written to {Folder}; it is kept in memory until the end.")]
        public static partial void NotWritten(ILogger logger, string folder, Exception exception);
    }
}
