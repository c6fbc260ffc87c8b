using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.Feeds;

public sealed class FeedReloadTests : IDisposable
{
    private static readonly DateTimeOffset Start = ShippedTables.Now;

    private readonly FeedFolder folder = new();
    private readonly FeedServer server = new();
    private readonly FeedFetcher fetcher;

    public FeedReloadTests() => fetcher = new FeedFetcher(new HttpMessageInvoker(server));

    public void Dispose()
    {
        fetcher.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_file_that_changes_is_read_again_and_a_bad_one_leaves_the_good_one_in_use()
    {
        var locator = folder.Load(folder.Cidr("vpns", NetworkKind.Vpn, "8.8.8.0/24"));
        Assert.Equal(NetworkKind.Vpn, Kind(locator));
        folder.Write("vpns", "9.9.9.0/24", Start);
        await RefreshAsync(locator, Start.AddMinutes(1));
        Assert.Equal(NetworkKind.Unclassified, Kind(locator));
        Assert.Equal(2, locator.Generation);

        folder.Write("vpns", "8.8.8.0/24\nnonsense", Start.AddMinutes(2));
        await RefreshAsync(locator, Start.AddMinutes(3));
        Assert.Equal((NetworkKind.Unclassified, 2), (Kind(locator), locator.Generation));
        var source = Source(locator);
        Assert.True(source.Healthy);
        Assert.Equal(
            "1 of 2 rows cannot be read, more than 1 %; line 2: is no address or prefix", source.Feed!.Error);

        File.Delete(folder.Path("vpns"));
        await RefreshAsync(locator, Start.AddMinutes(4));
        Assert.True(Source(locator).Feed!.Loaded);
    }

    [Fact]
    public async Task A_list_that_loses_most_of_its_rows_is_refused()
    {
        var many = string.Join('\n', Enumerable.Range(0, 1000).Select(i => $"8.{i / 250}.{i % 250}.0/24"));
        var locator = folder.Load(folder.Cidr("vpns", NetworkKind.Vpn, many + "\n8.8.8.0/24"));
        folder.Write("vpns", "9.9.9.0/24", Start);
        await RefreshAsync(locator, Start.AddMinutes(1));
        Assert.Equal(NetworkKind.Vpn, Kind(locator));
        Assert.Equal("it has 1 rows after 1001, a change of more than 50 %", Source(locator).Feed!.Error);
    }

    [Fact]
    public async Task A_feed_is_fetched_when_due_asked_for_changes_only_and_kept_for_the_next_start()
    {
        var feed = Remote();
        var locator = folder.Load(feed);
        Assert.Equal(NetworkKind.Unclassified, Kind(locator));
        Assert.False(Source(locator).Feed!.Loaded);
        server.Body = "8.8.8.0/24";
        await RefreshAsync(locator, Start);
        await RefreshAsync(locator, Start.AddMinutes(30));
        Assert.Equal((NetworkKind.Vpn, 1), (Kind(locator), server.Requests.Count));
        Assert.Equal(FeedServer.LastModified, Source(locator).BuildEpoch);

        await RefreshAsync(locator, Start.AddMinutes(61));
        Assert.Equal(["", "\"v1\" Wed, 15 Jul 2026 00:00:00 GMT"], server.Requests);
        Assert.Equal((2, Start.AddMinutes(61)), (locator.Generation, Source(locator).Feed!.CheckedAt!.Value));

        var restarted = folder.Load(feed);
        Assert.Equal((NetworkKind.Vpn, 2), (Kind(restarted), server.Requests.Count));
        var moved = folder.Load(feed with { Url = "https://feeds.example/other" });
        Assert.Equal(NetworkKind.Unclassified, Kind(moved));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError, "8.8.8.0/24", "its server answers 500")]
    [InlineData(HttpStatusCode.OK, "<html>sign in</html>", "it has no row that can be read; line 1: is no address or "
        + "prefix")]
    [InlineData(HttpStatusCode.OK, "", "it has no row that can be read")]
    [InlineData(HttpStatusCode.NotModified, "", "its server answers 304")]
    [InlineData(HttpStatusCode.OK, "8.8.8.0/24\n# far too long a remark for so small a list", "it is larger than 40 "
        + "bytes")]
    public async Task A_fetch_that_fails_stops_nothing_and_is_tried_again_soon(
        HttpStatusCode status, string body, string error)
    {
        (server.Status, server.Body) = (status, body);
        var locator = folder.Load(Remote() with { MaxBytes = 40 });
        await RefreshAsync(locator, Start);
        Assert.Equal((error, false), (Source(locator).Feed!.Error, Source(locator).Feed!.Loaded));
        Assert.False(Directory.Exists(folder.Copies));
        await RefreshAsync(locator, Start.AddMinutes(5));
        Assert.Single(server.Requests);
        (server.Status, server.Body) = (HttpStatusCode.OK, "8.8.8.0/24");
        await RefreshAsync(locator, Start.AddMinutes(10));
        Assert.Equal((NetworkKind.Vpn, null), (Kind(locator), Source(locator).Feed!.Error));
    }

    [Fact]
    public async Task A_copy_that_was_damaged_is_not_used()
    {
        server.Body = "8.8.8.0/24";
        await RefreshAsync(folder.Load(Remote()), Start);
        File.AppendAllText(Path.Combine(folder.Copies, "remote.feed"), "\n8.8.4.0/24");
        Assert.False(Source(folder.Load(Remote())).Feed!.Loaded);
        File.WriteAllText(Path.Combine(folder.Copies, "remote.json"), "{");
        Assert.False(Source(folder.Load(Remote())).Feed!.Loaded);
    }

    private static FeedOptions Remote() => new()
    {
        Name = "remote", Format = FeedFormat.Cidr, Kind = NetworkKind.Vpn, Url = "https://feeds.example/vpn",
        RefreshMinutes = 60,
    };

    private async Task RefreshAsync(AddressLocator locator, DateTimeOffset now) =>
        await locator.RefreshFeedsAsync(fetcher, now, TestContext.Current.CancellationToken);

    private static NetworkKind Kind(AddressLocator locator) =>
        locator.Locate(IPAddress.Parse("8.8.8.8")).Evidence.Network;

    private static AddressSource Source(AddressLocator locator) => locator.Sources.First(s => s.Feed is not null);

    /// <summary>Answers as a static server does, with a tag and a date.</summary>
    private sealed class FeedServer : HttpMessageHandler
    {
        public static readonly DateTimeOffset LastModified = new(2026, 7, 15, 0, 0, 0, TimeSpan.Zero);

        public string Body { get; set; } = "";

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public List<string> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var headers = request.Headers;
            Requests.Add($"{headers.IfNoneMatch} {headers.IfModifiedSince:R}".Trim());
            var known = headers.IfNoneMatch.Count > 0;
            var response = new HttpResponseMessage(known ? HttpStatusCode.NotModified : Status)
            {
                Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Body)),
            };
            response.Headers.ETag = new EntityTagHeaderValue("\"v1\"");
            response.Content.Headers.LastModified = LastModified;
            return Task.FromResult(response);
        }
    }
}
