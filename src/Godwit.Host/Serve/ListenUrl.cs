using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Godwit.Host.Serve;

/// <summary>Reads where to listen, <c>http://ADDRESS:PORT</c>.</summary>
internal static class ListenUrl
{
    /// <summary>
    /// Reads a URL with an IP address, <c>localhost</c>, or <c>*</c> for every address of the machine.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? point)
    {
        point = null;
        // Uri knows no star; the IPv6 wildcard listens on IPv4 as well.
        var usual = text.Replace("://*", "://[::]", StringComparison.Ordinal);
        if (!Uri.TryCreate(usual, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp
            || uri.PathAndQuery != "/")
            return false;
        if (uri.Host == "localhost")
            point = new IPEndPoint(IPAddress.Loopback, uri.Port);
        else if (IPAddress.TryParse(uri.DnsSafeHost, out var address))
            point = new IPEndPoint(address, uri.Port);
        return point is not null;
    }
}
