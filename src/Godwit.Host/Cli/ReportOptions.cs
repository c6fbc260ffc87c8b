using System.CommandLine;
using System.Globalization;

namespace Godwit.Host.Cli;

/// <summary>The period and the filters that reports and exports share.</summary>
internal sealed class ReportOptions
{
    // As the admin API names them.
    private static readonly string[] Dimensions =
    [
        "organization", "project", "key", "operation", "request_model", "provider", "model", "response_model",
        "territory", "subdivision", "confidence", "network", "decision", "reason", "policy", "ending", "status",
        "error_code", "streamed", "end_user", "failure", "grant", "usage_estimated", "currency", "price_version",
    ];

    private readonly Option<DateTimeOffset?> since;
    private readonly Option<DateTimeOffset?> until;
    private readonly Option<string>[] filters =
    [
        .. Dimensions.Select(name => new Option<string>("--" + name.Replace('_', '-'))
        {
            Description = name is "streamed" or "usage_estimated"
                ? $"true or false: only requests that were, or were not, {name.Split('_')[^1]}."
                : $"Only requests of this {name.Replace('_', ' ')}.",
            HelpName = "VALUE",
        }),
    ];

    /// <summary>Makes the options.</summary>
    /// <param name="first">Name of the option for the period's beginning.</param>
    /// <param name="end">Name of the option for its end.</param>
    public ReportOptions(string first = "--since", string end = "--until")
    {
        since = Instants(first, "From this instant on, RFC 3339, or from that long ago, e.g. 7d. Default: 30d.");
        until = Instants(end, "Until this instant, excluded, RFC 3339, or until that long ago. Default: now.");
    }

    public Command AddTo(Command command)
    {
        command.Add(since);
        command.Add(until);
        foreach (var filter in filters)
            command.Add(filter);
        return command.WithServer();
    }

    /// <summary>The query parameters.</summary>
    public Dictionary<string, string?> Read(CommandContext context)
    {
        var query = filters.Zip(Dimensions).ToDictionary(f => f.Second, f => context.Parse.GetValue(f.First));
        query["since"] = Text(context.Parse.GetValue(since));
        query["until"] = Text(context.Parse.GetValue(until));
        return query;
    }

    private static Option<DateTimeOffset?> Instants(string name, string description) => new(name)
    {
        Description = description, HelpName = "INSTANT|AGO", CustomParser = result => Instant.ParseOrAgo(result),
    };

    private static string? Text(DateTimeOffset? instant) => instant?.ToString("O", CultureInfo.InvariantCulture);
}
