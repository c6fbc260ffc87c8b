using System.CommandLine;
using System.Globalization;
using System.Net;
using Godwit.Control;
using Godwit.Gateway.Geolocation.Chain;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Serve;

/// <summary>
/// Reads the settings of <c>serve</c> from the command line and the environment, and gathers all that is wrong.
/// </summary>
internal sealed class ServeSettingsReader(ParseResult parse, Func<string, string?> environment)
{
    private const string FeedPrefix = "feed:";

    private static readonly Dictionary<string, ClientAddressSource> ClientAddressSources = new()
    {
        ["peer"] = ClientAddressSource.Peer,
        ["x-forwarded-for"] = ClientAddressSource.XForwardedFor,
        ["forwarded"] = ClientAddressSource.Forwarded,
        ["proxy-protocol"] = ClientAddressSource.ProxyProtocol,
    };

    private static readonly Dictionary<string, bool> AddressesKept = new()
    {
        ["truncated"] = false,
        ["encrypted"] = true,
    };

    private static readonly Dictionary<string, LogFormat> LogFormats = new()
    {
        ["text"] = LogFormat.Text,
        ["json"] = LogFormat.Json,
    };

    private static readonly Dictionary<string, LogLevel> LogLevels = new()
    {
        ["debug"] = LogLevel.Debug,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
    };

    private readonly List<string> errors = [];

    /// <summary>What is wrong, one line each, each naming the option and its variable.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Reads everything; what is wrong is in <see cref="Errors"/> and has its default here.</summary>
    /// <param name="data">The data folder when none is named.</param>
    public ServeSettings Read(DataFolder data)
    {
        var settings = new ServeSettings
        {
            Config = Existing(ServeSettingList.Config),
            Data = Text(ServeSettingList.Data) is { } folder ? new DataFolder(folder) : data,
            Listen = EndPoints(ServeSettingList.Listen, 4000),
            AdminListen = EndPoints(ServeSettingList.AdminListen, 4001)[0],
            ClientAddress = OneOf(ServeSettingList.ClientAddress, ClientAddressSources, ClientAddressSource.Peer),
            TrustedProxies = Networks(
                ServeSettingList.TrustedProxy, Given(ServeSettingList.TrustedProxy), "your proxies' own ranges"),
            EdgeHeader = HeaderName(ServeSettingList.EdgeHeader),
            EdgeRanges = Networks(
                ServeSettingList.EdgeRange, Given(ServeSettingList.EdgeRange).Where(text => !IsFeed(text)),
                "the edge's own ranges, or feed: with a feed's name"),
            EdgeFeeds = [.. Given(ServeSettingList.EdgeRange).Where(IsFeed).Select(text => text[FeedPrefix.Length..])],
            EndUserHeader = HeaderName(ServeSettingList.EndUserHeader),
            Store = Text(ServeSettingList.Store),
            Mmdb = Existing(ServeSettingList.Mmdb),
            Feeds = Feeds(),
            CatalogOverlay = Existing(ServeSettingList.Catalog) is [var overlay, ..] ? overlay : null,
            ClientAddressKey = AddressKey(),
            KeepRequestDays = Number(
                ServeSettingList.KeepRequests, 1, RetentionOptions.MostDays, RetentionOptions.MostDays),
            KeepTrafficDays = Number(
                ServeSettingList.KeepTraffic, 1, RetentionOptions.MostDays, RetentionOptions.MostDays),
            KeepResponseDays = Number(ServeSettingList.KeepResponses, 0, 365, 30),
            MaxResponsesBytes = Number(
                ServeSettingList.MaxResponsesBytes, 1L << 24, 1L << 50, 4L * 1024 * 1024 * 1024),
            SharedDataKey = environment(ControlOptions.DataKeyVariable) is { Length: > 0 } shared ? shared : null,
            MaxBodyBytes = Number(ServeSettingList.MaxBodyBytes, 1024, 1 << 30, 32 * 1024 * 1024),
            DrainTimeout = TimeSpan.FromSeconds(Number(ServeSettingList.DrainTimeout, 0, 3600, 30)),
            LogFormat = OneOf(ServeSettingList.LogFormat, LogFormats, LogFormat.Text),
            LogLevel = OneOf(ServeSettingList.LogLevel, LogLevels, LogLevel.Warning),
            OtlpEndpoint = Endpoint(),
            ReadyFile = Text(ServeSettingList.ReadyFile),
            Notices = new NoticeSettings(Text, Add).Read(),
            Counters = new CounterSettings(Text, Add, environment).Read(),
        };
        CheckTogether(settings);
        return settings;
    }

    private void CheckTogether(ServeSettings settings)
    {
        if (settings.ClientAddress != ClientAddressSource.Peer && settings.TrustedProxies.Count == 0)
        {
            Add(ServeSettingList.TrustedProxy,
                "is needed with --client-address other than peer: without it nobody is believed");
        }

        if (settings.ClientAddress == ClientAddressSource.Peer && settings.TrustedProxies.Count > 0)
        {
            Add(ServeSettingList.ClientAddress, "must say how the trusted proxies name the caller: "
                + "x-forwarded-for, forwarded or proxy-protocol");
        }

        CheckEdge(settings);
        if (settings.Listen.Any(
            l => l.Port != 0 && l.Port == settings.AdminListen.Port && l.Equals(settings.AdminListen)))
            Add(ServeSettingList.AdminListen, "must differ from --listen");
        if (settings.ReadyFile is { } file && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            Add(ServeSettingList.ReadyFile, $"is in a folder that does not exist: '{file}'");
    }

    private byte[]? AddressKey()
    {
        var encrypted = OneOf(ServeSettingList.ClientAddresses, AddressesKept, false);
        var reference = Text(ServeSettingList.ClientAddressKey);
        if (encrypted == reference is null)
        {
            Add(ServeSettingList.ClientAddressKey, "goes with --client-addresses encrypted, and that with it");
            return null;
        }

        if (reference is null)
            return null;
        var key = SecretText.Read(reference, environment, out var error);
        if (key is null)
            Add(ServeSettingList.ClientAddressKey, error);
        return key;
    }

    private void CheckEdge(ServeSettings settings)
    {
        var hasRange = settings.EdgeRanges.Count + settings.EdgeFeeds.Count > 0;
        if (settings.EdgeHeader is not null && !hasRange)
            Add(ServeSettingList.EdgeRange, "is needed with --edge-header: without it no edge is believed");
        if (settings.EdgeHeader is null && hasRange)
            Add(ServeSettingList.EdgeHeader, "must name the header that the edge sends, e.g. CF-IPCountry");
        foreach (var feed in settings.EdgeFeeds.Where(name => settings.Feeds.All(feed => feed.Name != name)))
            Add(ServeSettingList.EdgeRange, $"names the feed '{feed}', which --feeds does not have");
    }

    private IReadOnlyList<string> Given(ServeSetting setting) => setting.Read(parse, environment);

    private static bool IsFeed(string text) => text.StartsWith(FeedPrefix, StringComparison.Ordinal);

    private string? HeaderName(ServeSetting setting)
    {
        if (Text(setting) is not { } text)
            return null;
        if (text.Length <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return text;
        Add(setting, $"is '{text}'; accepted: a header's name of letters, digits and hyphens");
        return null;
    }

    private string? Text(ServeSetting setting)
    {
        var values = setting.Read(parse, environment);
        if (values.Count > 1 && !setting.Repeatable)
            Add(setting, "may be given once");
        return values.Count == 0 ? null : values[0];
    }

    private List<string> Existing(ServeSetting setting)
    {
        var paths = setting.Read(parse, environment).ToList();
        foreach (var path in paths.Where(path => !Path.Exists(path)))
            Add(setting, $"names '{path}', which does not exist");
        return paths;
    }

    private IReadOnlyList<FeedOptions> Feeds()
    {
        if (Text(ServeSettingList.Feeds) is not { } file)
            return [];
        if (File.Exists(file))
            return FeedsFile.Read(file, errors);
        Add(ServeSettingList.Feeds, $"names '{file}', which does not exist");
        return [];
    }

    private List<IPEndPoint> EndPoints(ServeSetting setting, int defaultPort)
    {
        var given = setting.Repeatable ? setting.Read(parse, environment) : Text(setting) is { } one ? [one] : [];
        var points = new List<IPEndPoint>();
        foreach (var text in given)
        {
            if (ListenUrl.TryParse(text, out var point))
                points.Add(point);
            else
                Add(setting, $"is '{text}'; accepted: http:// with an IP address, localhost or * and a port, e.g. "
                    + $"http://0.0.0.0:{defaultPort}");
        }

        return points.Count > 0 ? points : [new IPEndPoint(IPAddress.Loopback, defaultPort)];
    }

    private List<IPNetwork> Networks(ServeSetting setting, IEnumerable<string> given, string accepted)
    {
        var networks = new List<IPNetwork>();
        foreach (var text in given)
        {
            // Strictly: the runtime reads 010.0.0.0/8 as 8.0.0.0/8, and would believe strangers.
            if (!StrictIPAddress.TryParse(text.Split('/')[0], out var address))
                Add(setting, $"is '{text}'; accepted: a range such as 10.0.0.0/8 or an address");
            else if (!text.Contains('/'))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(text, out var network))
                networks.Add(network);
            else
                Add(setting, $"is '{text}'; accepted: a range such as 10.0.0.0/8 or an address");
        }

        foreach (var everyone in networks.Where(network => network.PrefixLength == 0))
            Add(setting, $"is '{everyone}', which lets everybody name the caller; accepted: {accepted}");
        return networks;
    }

    private T OneOf<T>(ServeSetting setting, Dictionary<string, T> accepted, T otherwise)
    {
        if (Text(setting) is not { } text)
            return otherwise;
        if (accepted.TryGetValue(text, out var value))
            return value;
        Add(setting, $"is '{text}'; accepted: {string.Join(", ", accepted.Keys)}");
        return otherwise;
    }

    private int Number(ServeSetting setting, int least, int most, int otherwise) =>
        (int)Number(setting, (long)least, most, otherwise);

    private long Number(ServeSetting setting, long least, long most, long otherwise)
    {
        if (Text(setting) is not { } text)
            return otherwise;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least
            && value <= most)
            return value;
        Add(setting, $"is '{text}'; accepted: {least} to {most}");
        return otherwise;
    }

    private Uri? Endpoint()
    {
        if (Text(ServeSettingList.OtlpEndpoint) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return uri;
        Add(ServeSettingList.OtlpEndpoint, $"is '{text}'; accepted: a URL such as http://collector:4317");
        return null;
    }

    private void Add(ServeSetting setting, string message) =>
        errors.Add($"{setting.Option.Name} ({setting.Variable}) {message}");
}
