using System.Net;

namespace Godwit.Simulator.Serving;

/// <summary>Refuses options that cannot be served.</summary>
internal static class OptionsCheck
{
    public static void Check(SimulatorOptions options)
    {
        if (options.Providers.Count == 0)
        {
            throw new ArgumentException("Providers is empty; at least one is needed.", nameof(options));
        }

        EnsureDistinct(options, provider => provider.Name, "names");
        EnsureDistinct(options, provider => provider.PathPrefix.TrimEnd('/'), "path prefixes");
        foreach (SimulatedProvider provider in options.Providers)
        {
            if (provider.PathPrefix.Length > 0 && provider.PathPrefix[0] != '/')
            {
                throw new ArgumentException(
                    $"PathPrefix '{provider.PathPrefix}' of provider '{provider.Name}' has to start with '/'.",
                    nameof(options));
            }
        }

        EndPointOf(options.Listen);
    }

    public static IPEndPoint EndPointOf(Uri listen)
    {
        if (listen.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException($"Listen '{listen}' has to be an http:// address.", nameof(listen));
        }

        string host = listen.Host.Trim('[', ']');
        IPAddress? address = host == "localhost" ? IPAddress.Loopback : null;
        return address is not null || IPAddress.TryParse(host, out address)
            ? new IPEndPoint(address, listen.Port)
            : throw new ArgumentException(
                $"Listen '{listen}' has to name an IP address or localhost, not a host.", nameof(listen));
    }

    private static void EnsureDistinct(SimulatorOptions options, Func<SimulatedProvider, string> key, string what)
    {
        if (options.Providers.DistinctBy(key).Count() < options.Providers.Count)
        {
            throw new ArgumentException($"The {what} of the providers have to differ.", nameof(options));
        }
    }
}
