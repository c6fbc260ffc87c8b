using System.Net;
using Godwit.Control;
using Godwit.Control.Notices;
using Godwit.Gateway.Counters;
using Godwit.Gateway.Geolocation.Feeds;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Serve;

/// <summary>How this process serves: every setting, read and checked.</summary>
internal sealed record ServeSettings
{
    /// <summary>Files and folders of resources, applied as managed by file.</summary>
    public IReadOnlyList<string> Config { get; init; } = [];

    public required DataFolder Data { get; init; }

    /// <summary>Where clients connect.</summary>
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    /// <summary>Where the admin API and the console listen.</summary>
    public required IPEndPoint AdminListen { get; init; }

    public ClientAddressSource ClientAddress { get; init; }

    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Header in which an edge names the caller's territory; null for none.</summary>
    public string? EdgeHeader { get; init; }

    public IReadOnlyList<IPNetwork> EdgeRanges { get; init; } = [];

    /// <summary>Names of feeds that list the edge's ranges.</summary>
    public IReadOnlyList<string> EdgeFeeds { get; init; } = [];

    /// <summary>Header in which resellers hand on the end user's address; null for the default.</summary>
    public string? EndUserHeader { get; init; }

    /// <summary>PostgreSQL connection string; null for SQLite in the data folder.</summary>
    public string? Store { get; init; }

    public IReadOnlyList<string> Mmdb { get; init; } = [];

    /// <summary>Feeds of evidence about addresses.</summary>
    public IReadOnlyList<FeedOptions> Feeds { get; init; } = [];

    /// <summary>Folder with catalog files of the operator; null for none.</summary>
    public string? CatalogOverlay { get; init; }

    /// <summary>Secret under which whole client addresses are recorded; null: they are not.</summary>
    public byte[]? ClientAddressKey { get; init; }

    /// <summary>The data key that nodes share; null when this one has its own.</summary>
    public string? SharedDataKey { get; init; }

    /// <summary>Days that records of requests are kept.</summary>
    public int KeepRequestDays { get; init; } = RetentionOptions.MostDays;

    /// <summary>Days that hourly sums of traffic are kept.</summary>
    public int KeepTrafficDays { get; init; } = RetentionOptions.MostDays;

    /// <summary>Days that responses are kept whose provider keeps none; 0: none is.</summary>
    public int KeepResponseDays { get; init; } = 30;

    /// <summary>Size of all of them, past which the oldest are let go.</summary>
    public long MaxResponsesBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    public int MaxBodyBytes { get; init; } = 32 * 1024 * 1024;

    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public LogFormat LogFormat { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Warning;

    public Uri? OtlpEndpoint { get; init; }

    public string? ReadyFile { get; init; }

    /// <summary>The time it serves by: the machine's, but for the demo.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How notices are sent.</summary>
    public NoticeOptions Notices { get; init; } = new();

    /// <summary>Where nodes count together.</summary>
    public CounterOptions Counters { get; init; } = new();
}

/// <summary>The form of log lines.</summary>
internal enum LogFormat
{
    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
