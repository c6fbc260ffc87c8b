using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;

namespace Godwit.Control.Notices.Webhooks;

/// <summary>The HTTP client of webhooks: no redirects, no proxies, and only addresses that may be reached.</summary>
internal sealed class WebhookHttp : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly bool anyAddress;

    public WebhookHttp(NoticeOptions options, TrustedRoots roots)
    {
        anyAddress = options.AnyWebhookAddress;
        Client = new HttpClient(new SocketsHttpHandler
        {
            // A redirect would lead to where nobody looked.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    roots.IsTrusted(certificate, chain, errors),
            },
        })
        {
            Timeout = Timeout,
            MaxResponseContentBufferSize = 64 * 1024,
        };
        Client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("Godwit", null));
    }

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();

    // The name is resolved here and the address that was judged is connected to: judged earlier, it could have
    // changed by now.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        var allowed = anyAddress ? addresses : [.. addresses.Where(PublicAddresses.IsPublic)];
        if (allowed.Length == 0)
        {
            throw new WebhookAddressException(
                "the URL leads to an address that is not public; allow it with --webhook-addresses any");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A webhook leads to an address that it may not lead to.</summary>
internal sealed class WebhookAddressException(string message) : IOException(message);
