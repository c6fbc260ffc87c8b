using System.Net;
using Godwit.Gateway.Counters;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.Gateway.Tests.Counters;

/// <summary>How the server of counters is named and reached: as text, with a password, over TLS.</summary>
public sealed class CounterServerTests
{
    private static readonly AccountShape Shape = new(1, TimeSpan.FromHours(1), Vanishes: false);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("redis://cache", "cache:6379", false)]
    [InlineData("redis://cache:7000/", "cache:7000", false)]
    [InlineData("redis://a:1,b:2,c", "a:1 b:2 c:6379", false)]
    [InlineData("rediss://cache.example.com:6380", "cache.example.com:6380", true)]
    [InlineData("redis://[::1]:6380", "[::1]:6380", false)]
    [InlineData("cache:6380,ssl=true", "cache:6380", true)]
    [InlineData("10.0.0.1,10.0.0.2:7000", "10.0.0.1:0 10.0.0.2:7000", false)]
    public void Servers_are_named_by_url_or_as_the_library_does(string text, string expected, bool tls)
    {
        var found = CounterServer.TryRead(new CounterOptions { Redis = text }, out var error);

        Assert.Equal("", error);
        Assert.Equal(expected, string.Join(' ', found!.EndPoints.Select(Text)));
        Assert.Equal(tls, found.Ssl);
        Assert.False(found.AbortOnConnectFail);
    }

    [Fact]
    public void User_password_and_database_stand_in_the_url()
    {
        var found = CounterServer.TryRead(new CounterOptions { Redis = "redis://me:s%40cret@cache/3" }, out _)!;

        Assert.Equal(("me", "s@cret", 3), (found.User, found.Password, found.DefaultDatabase));
    }

    [Theory]
    [InlineData("")]
    [InlineData("redis://")]
    [InlineData("redis://:s3cret@")]
    [InlineData("redis://:s3cret@cache/x")]
    [InlineData("redis://:s3cret@cache/1/2")]
    [InlineData("redis://:s3cret@cache:port")]
    [InlineData("redis://:s3cret@cache?x=1")]
    [InlineData("http://:s3cret@cache")]
    [InlineData("cache,password=s3cret,ssl=perhaps")]
    [InlineData("cache,password=s3cret,what=ever")]
    public void What_names_no_server_is_refused_and_no_secret_repeated(string text)
    {
        var error = Assert.Single(new CounterOptions { Redis = text }.Validate());

        Assert.Contains("accepted: redis://host:port", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_sent_and_a_wrong_one_is_not_told()
    {
        RedisServer.Require();
        await using var server = new RedisServer("--requirepass", "open sesame");
        await server.StartAsync();
        await using var right = new RedisNodes(server.Address) { Password = "open sesame" };
        await using var wrong = new RedisNodes(server.Address) { Password = "s3cret" };

        var granted = await (await right.StartAsync(0)).Open("a", Shape).RaiseAsync(1, 10, 0, 10, Cancellation);
        var refused = await wrong.StartAloneAsync(0);
        var lost = await refused.Open("a", Shape).RaiseAsync(1, 10, 0, 10, Cancellation);
        var report = await CounterProbe.TryAsync(
            new CounterOptions { Redis = server.Address, Password = "s3cret" }, Cancellation);

        Assert.Equal((10, false, true), (granted.Ceiling, granted.Lost, lost.Lost));
        Assert.NotNull(report.Failure);
        Assert.DoesNotContain("s3cret", refused.Failure + report.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_is_spoken_with_a_server_whose_authority_is_trusted_and_with_no_other()
    {
        RedisServer.Require();
        using var folder = new TemporaryFolder();
        var files = new TlsFiles(folder);
        await using var server = new RedisServer { Tls = files };
        await server.StartAsync();
        await using var nodes = new RedisNodes($"rediss://localhost:{server.Port}") { Authority = files.Authority };
        await using var others = new RedisNodes($"rediss://localhost:{server.Port}");

        var granted = await (await nodes.StartAsync(0)).Open("a", Shape).RaiseAsync(1, 10, 0, 10, Cancellation);
        var stranger = await others.StartAloneAsync(0);

        Assert.Equal(10, granted.Ceiling);
        Assert.NotNull(stranger.Failure);
    }

    [Fact]
    public async Task The_probe_says_what_is_there_and_what_would_be_better()
    {
        RedisServer.Require();
        await using var server = new RedisServer("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
        await server.StartAsync();
        var options = new CounterOptions { Redis = $"redis://{server.Address}" };

        var full = await CounterProbe.TryAsync(options, Cancellation);
        await server.KillAsync();
        var away = await CounterProbe.TryAsync(options, Cancellation);

        Assert.Null(full.Failure);
        Assert.StartsWith("answers, version ", full.Found, StringComparison.Ordinal);
        Assert.Contains("noeviction", full.Advice, StringComparison.Ordinal);
        Assert.NotNull(away.Failure);
    }

    private static string Text(EndPoint point) => point switch
    {
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => point.ToString()!,
    };
}
