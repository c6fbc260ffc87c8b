using System.Net;
using System.Net.Http.Headers;

namespace Godwit.Gateway.Geolocation.Feeds;

/// <summary>The answer of a feed's server; without content when nothing has changed.</summary>
internal sealed record FetchedFeed(byte[]? Content, string? ETag, DateTimeOffset? LastModified);

/// <summary>Fetches feeds, only when they have changed and never more than they may weigh.</summary>
internal sealed class FeedFetcher(HttpMessageInvoker http) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>A fetcher on sockets of its own.</summary>
    public static FeedFetcher Create() => new(new HttpMessageInvoker(new SocketsHttpHandler
    {
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        MaxAutomaticRedirections = 3,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        UseCookies = false,
    }));

    public void Dispose() => http.Dispose();

    /// <summary>Asks the server.</summary>
    /// <param name="options">What to fetch.</param>
    /// <param name="known">The copy that is there; null when there is none.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">The answer is too large, or none that can be used.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<FetchedFeed> FetchAsync(
        FeedOptions options, FeedCopyAbout? known, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, options.Url);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("godwit", null));
        if (known?.ETag is { } tag && EntityTagHeaderValue.TryParse(tag, out var parsed))
            request.Headers.IfNoneMatch.Add(parsed);
        request.Headers.IfModifiedSince = known?.LastModified;
        using var response = await http.SendAsync(request, deadline.Token);
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
            return new FetchedFeed(null, known.ETag, known.LastModified);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidDataException($"its server answers {(int)response.StatusCode}");
        var content = await ReadAsync(response.Content, options.MaxBytes, deadline.Token);
        return new FetchedFeed(content, response.Headers.ETag?.ToString(), response.Content.Headers.LastModified);
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, int most, CancellationToken cancellation)
    {
        if (content.Headers.ContentLength > most)
            throw new InvalidDataException($"it is larger than {most} bytes");
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        using var kept = new MemoryStream();
        var buffer = new byte[81_920];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            // The length that is announced is that of the compressed answer, or of nothing at all.
            if (kept.Length + count > most)
                throw new InvalidDataException($"it is larger than {most} bytes");
            kept.Write(buffer, 0, count);
        }

        return kept.ToArray();
    }
}
