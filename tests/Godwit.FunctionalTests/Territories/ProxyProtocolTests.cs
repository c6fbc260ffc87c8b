using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Godwit.FunctionalTests.Support;
using Godwit.TestSupport;
using Xunit;

namespace Godwit.FunctionalTests.Territories;

/// <summary>A load balancer that names the caller with PROXY protocol version 2, before the request.</summary>
public sealed class ProxyProtocolTests
{
    [Fact]
    public async Task The_caller_that_the_balancer_names_is_decided_on()
    {
        await using var provider = await SimulatorServer.StartAsync("openai");
        await using var server = await GodwitServer.StartAsync(TestConfig.Serve(
            TestConfig.Owner()
            + TestConfig.Provider("openai", "openai", provider.Address)
            + TestConfig.Route("gpt-4o", "openai/gpt-4o")
            + TestConfig.Policy("refuse")) with
            {
                Arguments = ["--client-address", "proxy-protocol", "--trusted-proxy", "127.0.0.1/32"],
            });
        var key = await server.CreateKeyAsync("behind", TestConfig.Project);

        using var served = await AskAsync(server.ClientUri, key, Caller.InUnitedStates);
        using var refused = await AskAsync(server.ClientUri, key, Caller.InChina);

        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.StartsWith("US;", Territory(served), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.StartsWith("CN;", Territory(refused), StringComparison.Ordinal);
    }

    private static string Territory(HttpResponseMessage answer) =>
        answer.Headers.GetValues("x-godwit-territory").Single();

    private static async Task<HttpResponseMessage> AskAsync(Uri root, string key, string caller)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                await socket.SendAsync(Header(caller), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = root };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var body = new StringContent(
            """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);
    }

    // Signature, version 2 with command PROXY, TCP over IPv4, 12 bytes: source, destination and their ports.
    private static byte[] Header(string caller) =>
    [
        .. "\r\n\r\n\0\r\nQUIT\n"u8, 0x21, 0x11, 0, 12,
        .. IPAddress.Parse(caller).GetAddressBytes(), 10, 0, 0, 1, 0x30, 0x39, 0x01, 0xBB,
    ];
}
