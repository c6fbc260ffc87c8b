using System.Net;
using System.Net.Sockets;
using System.Text;
using Godwit.Gateway.Geolocation;
using Godwit.Gateway.Geolocation.ProxyProtocol;
using Godwit.Policy.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Gateway.Tests.Geolocation.ProxyProtocol;

/// <summary>A real listener on loopback, with a real socket before it that plays the proxy.</summary>
public sealed class ProxyProtocolListeningTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private WebApplication? app;

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
    }

    [Fact]
    public async Task The_caller_is_who_the_trusted_proxy_says()
    {
        var port = await StartAsync("127.0.0.0/8");
        Assert.Equal("111.13.101.208 Forwarded 1", await SendAsync(port, ProxyHeader.V4("111.13.101.208")));
        Assert.Equal("2001:250::1 Forwarded 1", await SendAsync(port, ProxyHeader.V6("2001:250::1", 4, 0, 1, 9)));
    }

    [Fact]
    public async Task The_proxys_own_connections_keep_its_address()
    {
        var port = await StartAsync("127.0.0.0/8");
        Assert.Equal("127.0.0.1 AllTrusted 0", await SendAsync(port, ProxyHeader.Raw(0x20, 0, [])));
    }

    [Fact]
    public async Task A_caller_that_the_proxy_does_not_know_is_nobody()
    {
        var port = await StartAsync("127.0.0.0/8");
        Assert.Equal(" Untrusted 1", await SendAsync(port, ProxyHeader.Raw(0x21, 0, [])));
    }

    [Fact]
    public async Task A_header_in_pieces_is_waited_for()
    {
        var port = await StartAsync("127.0.0.0/8");
        var header = ProxyHeader.V4("111.13.101.208");
        Assert.Equal("111.13.101.208 Forwarded 1", await SendAsync(port, header[..5], header[5..17], header[17..]));
    }

    [Fact]
    public async Task A_trusted_peer_without_the_header_is_cut_off()
    {
        var port = await StartAsync("127.0.0.0/8");
        Assert.Equal("", await SendAsync(port));
        Assert.Equal("", await SendAsync(port, "PROXY TCP4 1.2.4.8 10.0.0.1 1 2\r\n"u8.ToArray()));
    }

    [Fact]
    public async Task A_peer_that_is_not_trusted_is_the_caller_and_its_header_is_a_bad_request()
    {
        var port = await StartAsync("10.0.0.0/8");
        Assert.Equal("127.0.0.1 Peer 0", await SendAsync(port));
        Assert.DoesNotContain("111.13.101.208", await SendAsync(port, ProxyHeader.V4("111.13.101.208")));
    }

    [Fact]
    public async Task A_trusted_peer_that_sends_nothing_is_cut_off_at_the_deadline()
    {
        var port = await StartAsync("127.0.0.0/8");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await client.GetStream().WriteAsync(ProxyHeader.V4("1.2.4.8").AsMemory(0, 14));
        var ended = ReadToEndAsync(client);
        // The clock moves until the connection, once accepted, has met its deadline.
        while (!ended.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal("", await ended);
    }

    private async Task<int> StartAsync(string trusted)
    {
        var options = new ClientAddressOptions
        {
            Source = ClientAddressSource.ProxyProtocol,
            TrustedProxies = { IPNetwork.Parse(trusted) },
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listener => listener.UseProxyProtocol(options)));
        app = builder.Build();
        var resolver = new ClientAddressResolver(options);
        app.Run(context =>
        {
            var found = resolver.Resolve(context);
            return context.Response.WriteAsync($"{found.Address} {found.Outcome} {found.HopIndex}");
        });
        await app.StartAsync();
        return new Uri(app.Urls.Single()).Port;
    }

    private static async Task<string> SendAsync(int port, params byte[][] pieces)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        try
        {
            foreach (var piece in pieces)
                await client.GetStream().WriteAsync(piece);
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        }
        catch (IOException)
        {
            // Cut off before all of it was sent.
            return "";
        }

        return await ReadToEndAsync(client);
    }

    /// <summary>The first line of the body; empty when the connection was cut.</summary>
    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        var answer = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(answer);
        }
        catch (IOException)
        {
            // Cut off.
        }

        var lines = Encoding.ASCII.GetString(answer.ToArray()).Split("\r\n");
        return lines.Length > 3 ? lines.SkipWhile(l => l.Length > 0).Skip(2).FirstOrDefault(" ") : "";
    }
}
