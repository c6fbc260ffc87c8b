using System.Globalization;
using Godwit.Control.Secrets;
using Godwit.Control.Storage;
using Godwit.Gateway.Counters;
using Godwit.Host.Serve;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Doctor;

/// <summary>Checks of what Godwit keeps and is given: store, address data, credentials.</summary>
internal static class DataChecks
{
    // Addresses change hands all the time; a table older than this is worth replacing.
    private static readonly TimeSpan OldAddressData = TimeSpan.FromDays(120);

    /// <summary>Opens the store and asks it something.</summary>
    public static async Task<Finding> StoreAsync(ServeSettings settings, CancellationToken cancellation)
    {
        const string Check = "store";
        var failure = await StoreProbe.TryAsync(PlaneOptions.Control(settings), cancellation);
        return failure is null
            ? Finding.Ok(Check, settings.Store is null ? "SQLite in the data folder answers" : "PostgreSQL answers")
            : Finding.Wrong(Check, failure, settings.Store is null
                ? "let this user write the data folder, or restore godwit.db from a backup"
                : $"start the server, or correct {ServeSettingList.Store.Option.Name} "
                    + $"({ServeSettingList.Store.Variable})");
    }

    /// <summary>Asks the server of counters something.</summary>
    public static async Task<Finding> CountersAsync(ServeSettings settings, CancellationToken cancellation)
    {
        const string Check = "counters";
        if (settings.Counters.Redis is null)
            return Finding.Ok(Check, "in memory: this node's limits are its own");
        var report = await CounterProbe.TryAsync(settings.Counters, cancellation);
        return report switch
        {
            { Failure: { } failure } => Finding.Wrong(Check, failure, "start the server, or correct "
                + $"{ServeSettingList.Redis.Option.Name} ({ServeSettingList.Redis.Variable})"),
            { Advice: { } advice } => Finding.Note(Check, report.Found, advice),
            _ => Finding.Ok(Check, report.Found),
        };
    }

    public static Finding AddressSource(AddressSource source, DateTimeOffset now)
    {
        var check = $"address data {source.Name}";
        var found =
            string.Create(CultureInfo.InvariantCulture, $"{source.Ranges} ranges of {source.BuildEpoch:yyyy-MM-dd}");
        if (source.Feed is { } feed)
            return Feed(check, found, feed);
        if (!source.Healthy)
            return Finding.Wrong(check, found + ", left out: a look-up failed", "replace the file");
        return now - source.BuildEpoch > OldAddressData
            ? Finding.Note(check, found, "install a newer Godwit, or give newer data with --mmdb")
            : Finding.Ok(check, found);
    }

    private static Finding Feed(string check, string found, FeedStatus feed) => feed switch
    {
        { Error: { } error } => Finding.Wrong(check, (feed.Loaded ? found + ", and newer ones fail: " : "") + error,
            "correct the feed's entry in the file of --feeds, or its source"),
        { Loaded: false } => Finding.Note(check, "not fetched yet", "start godwit serve, which fetches it"),
        { Stale: true } => Finding.Note(check, found + ", older than it may be", "see that its source is still kept"),
        _ => Finding.Ok(check, found),
    };

    /// <summary>
    /// What of a Provider's credentials this environment does not have: that provider refuses requests.
    /// </summary>
    public static IEnumerable<Finding> Credentials(
        Resource<ProviderConfig> provider, Func<string, string?> environment) =>
        CredentialProbe.Missing(provider.Spec, environment).Select(problem => Finding.Wrong(
            $"credential of {provider.Name}", problem,
            "set the variable or write the file where godwit serve runs, or correct the Provider"));

    /// <summary>Which providers are there at once because their usual variables are set.</summary>
    public static Finding Credentials(CatalogSet catalog, Func<string, string?> environment)
    {
        const string Check = "provider credentials";
        var present = catalog.Providers
            .Where(provider => provider.CredentialEnv.Any(name => environment(name) is { Length: > 0 }))
            .Select(provider => provider.Name).Order(StringComparer.Ordinal).ToList();
        return present.Count > 0
            ? Finding.Ok(Check, "in the environment: " + string.Join(", ", present))
            : Finding.Note(Check, "none in the environment: unless resources name others, a simulated provider answers",
                "set the variable of a provider, e.g. OPENAI_API_KEY; 'godwit catalog list' names them");
    }
}
