using System.CommandLine;

namespace Godwit.Host.Serve;

/// <summary>
/// Every setting of <c>serve</c>. Each has an option and a <c>GODWIT_…</c> variable; the option wins.
/// </summary>
internal static partial class ServeSettingList
{
    public static ServeSetting Config { get; } = new("--config", "DIR|FILE",
        "YAML resources to apply and to apply again when they change. May be given more than once.") { Repeatable =
            true };

    public static ServeSetting Data { get; } = new("--data", "DIR",
        "Data folder: store, journal, keys. Default: godwit/data in the user's local application data.");

    public static ServeSetting Listen { get; } = new("--listen", "URL",
        "Where clients connect, http://ADDRESS:PORT. May be given more than once. Default: http://127.0.0.1:4000.")
        { Repeatable = true };

    public static ServeSetting AdminListen { get; } = new("--admin-listen", "URL",
        "Where the admin API and the console listen, http://ADDRESS:PORT. Default: http://127.0.0.1:4001.");

    public static ServeSetting ClientAddress { get; } = new("--client-address", "SOURCE",
        "Whose word about the caller's address is taken: peer, x-forwarded-for, forwarded or proxy-protocol. "
            + "Default: peer.");

    public static ServeSetting TrustedProxy { get; } = new("--trusted-proxy", "CIDR",
        "Range of the proxies that are believed, e.g. 10.0.0.0/8. May be given more than once.") { Repeatable = true };

    public static ServeSetting EdgeHeader { get; } = new("--edge-header", "NAME",
        "Header in which an edge names the caller's territory, e.g. CF-IPCountry. Believed from --edge-range alone.");

    public static ServeSetting EdgeRange { get; } = new("--edge-range", "CIDR|feed:NAME",
        "Range of the edge itself, or a feed of --feeds that lists its ranges. May be given more than once.")
        { Repeatable = true };

    public static ServeSetting EndUserHeader { get; } = new("--end-user-header", "NAME",
        "Header in which organizations that are resellers hand on the end user's address. Default: "
            + "x-godwit-end-user-address.");

    public static ServeSetting Store { get; } = new("--store", "CONNECTION",
        "PostgreSQL connection string, Host=…;Database=…. Default: SQLite in the data folder.");

    public static ServeSetting Mmdb { get; } = new("--mmdb", "FILE",
        "Own MMDB file with address data, preferred to what ships. May be given more than once.") { Repeatable = true };

    public static ServeSetting Feeds { get; } = new("--feeds", "FILE",
        "YAML file that names the feeds of evidence about addresses: lists of VPNs, Tor exits, relays, clouds, "
            + "geofeeds.");

    public static ServeSetting Catalog { get; } = new("--catalog", "DIR",
        "Folder with catalog files that replace or add to those that ship.");

    public static ServeSetting ClientAddresses { get; } = new("--client-addresses", "KEPT",
        "What records keep of client addresses besides a keyed hash: truncated (/24 or /48), or encrypted, which keeps "
            + "the whole address too. Default: truncated.");

    public static ServeSetting ClientAddressKey { get; } = new("--client-address-key", "REFERENCE",
        "Where the key is that client addresses are encrypted with: env:NAME or file:PATH.");

    public static ServeSetting KeepRequests { get; } = new("--keep-requests", "DAYS",
        "Days that records of requests are kept, 1 to 3653. Default: 3653.");

    public static ServeSetting KeepTraffic { get; } = new("--keep-traffic", "DAYS",
        "Days that hourly sums of traffic are kept, 1 to 3653. Default: 3653.");

    public static ServeSetting KeepResponses { get; } = new("--keep-responses", "DAYS",
        "Days that this node keeps responses whose provider keeps none, for previous_response_id, 0 (none) to 365. "
            + "Default: 30.");

    public static ServeSetting MaxResponsesBytes { get; } = new("--max-responses-bytes", "BYTES",
        "Size of all responses kept, past which the oldest are let go, 16777216 to 1125899906842624. Default: "
            + "4294967296.");

    public static ServeSetting MaxBodyBytes { get; } = new("--max-body-bytes", "BYTES",
        "Largest request body in bytes, after decompression, 1024 to 1073741824. Default: 33554432.");

    public static ServeSetting DrainTimeout { get; } = new("--drain-timeout", "SECONDS",
        "Seconds that requests under way may go on after a signal to stop, 0 to 3600. Default: 30.");

    public static ServeSetting LogFormat { get; } = new("--log-format", "FORMAT",
        "Form of log lines: text or json. Default: text.");

    public static ServeSetting LogLevel { get; } = new("--log-level", "LEVEL",
        "Least severe lines to log: debug, information, warning or error. Default: warning.");

    public static ServeSetting OtlpEndpoint { get; } = new("--otlp-endpoint", "URL",
        "Where traces and metrics are sent by OTLP over gRPC, e.g. http://collector:4317. Default: nowhere.");

    public static ServeSetting ReadyFile { get; } = new("--ready-file", "FILE",
        "JSON file to write when requests are accepted: client and admin URL, process id.");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<ServeSetting> All =>
    [
        Config, Data, Listen, AdminListen, ClientAddress, TrustedProxy, EdgeHeader, EdgeRange, EndUserHeader, Store,
        Mmdb, Feeds, Catalog, ClientAddresses, ClientAddressKey, KeepRequests, KeepTraffic, KeepResponses,
        MaxResponsesBytes, MaxBodyBytes, DrainTimeout, LogFormat, LogLevel, OtlpEndpoint, ReadyFile, .. Notices,
        .. Counters,
    ];

    /// <summary>Adds every setting to a verb.</summary>
    public static Command WithServeSettings(this Command command)
    {
        foreach (var setting in All)
            command.Add(setting.Option);
        return command;
    }
}
