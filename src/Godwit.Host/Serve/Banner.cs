using Godwit.Control.Keys;
using Godwit.Host.Cli;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Serve;

/// <summary>What is printed when a Godwit accepts requests.</summary>
/// <remarks>Without the library that draws tables, which would be loaded for these lines at each start.</remarks>
internal static class Banner
{
    /// <summary>Prints where it is reached and, at the first start, the credentials: this once.</summary>
    /// <param name="context">Where to write.</param>
    /// <param name="started">The Godwit.</param>
    /// <param name="simulated">True when no provider is configured and a simulated one answers.</param>
    public static void Write(CommandContext context, Started started, bool simulated)
    {
        var output = context.Out;
        output.WriteLine($"{Bold(output, "Godwit")} {Version}");
        WriteAddresses(output, started);
        if (simulated)
        {
            output.WriteLine("No provider is configured: a simulated one answers as "
                + $"{Bold(output, SimulatedFallback.Model)}, and says so.");
            output.WriteLine(
                "Set a provider's variable (OPENAI_API_KEY, DASHSCOPE_API_KEY, …: 'godwit catalog list') "
                + "or give --config.");
        }

        if (started.Services.GetRequiredService<FirstStart>().Take() is { } credentials)
            WriteCredentials(output, started, credentials);
    }

    /// <summary>A command that asks a model; it works as it stands.</summary>
    /// <param name="client">Root of the client API.</param>
    /// <param name="key">API key.</param>
    /// <param name="model">Model name.</param>
    /// <param name="message">What to ask.</param>
    /// <param name="forwardedFor">
    /// Address of a caller behind a trusted proxy; null for a caller that connects itself.
    /// </param>
    /// <param name="more">Further members of the body, each with a comma before it.</param>
    public static string Curl(
        string client, string key, string model, string message, string? forwardedFor = null, string more = "")
    {
        var forwarded = forwardedFor is null ? "" : $" -H 'X-Forwarded-For: {forwardedFor}'";
        return $"curl -i {client}/v1/chat/completions -H 'Authorization: Bearer {key}' -H 'Content-Type: "
            + $"application/json'{forwarded} "
            + $"-d '{{\"model\":\"{model}\",\"messages\":[{{\"role\":\"user\",\"content\":\"{message}\"}}]{more}}}'";
    }

    private static string Version => typeof(Banner).Assembly.GetName().Version?.ToString(3) ?? "";

    private static void WriteAddresses(TextWriter output, Started started)
    {
        var client = started.Running.Client;
        var admin = started.Running.Admin;
        output.WriteLine($"  client API  {client}/v1");
        output.WriteLine($"  admin API   {admin}/api/v1  (OpenAPI: {admin}/openapi/v1.json)");
        output.WriteLine($"  console     {admin}/");
        output.WriteLine($"  data        {started.Settings.Data.Path}");
    }

    private static void WriteCredentials(TextWriter output, Started started, FirstStartCredentials credentials)
    {
        output.WriteLine();
        output.WriteLine(Bold(output, "First start. These are shown once:"));
        if (credentials.AdminPassword is { } password)
            output.WriteLine($"  administrator password  {password}");
        if (credentials.ApiKey is not { } key)
            return;
        output.WriteLine($"  API key                 {key}");
        if (FirstModel(started) is not { } model)
            return;
        output.WriteLine();
        output.WriteLine("  " + Curl(started.Running.Client, key, model, "Hello"));
    }

    // Where it is read by a person: a terminal that has not said that it knows no such thing. See no-color.org.
    private static string Bold(TextWriter output, string text) =>
        ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected
        && !OperatingSystem.IsWindows()
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb"
        && Environment.GetEnvironmentVariable("NO_COLOR") is null or ""
            ? $"\e[1m{text}\e[0m" : text;

    private static string? FirstModel(Started started)
    {
        var routes = started.Services.GetRequiredService<SnapshotHolder>().Current?.Routes;
        if (routes is null)
            return null;
        return routes.TryFind(SimulatedFallback.Model, out _)
            ? SimulatedFallback.Model
            : routes.All.OrderBy(route => route.Implied)
                .FirstOrDefault(route => !route.Name.Contains('/', StringComparison.Ordinal))?.Name;
    }
}
