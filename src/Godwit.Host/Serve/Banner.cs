using Godwit.Control.Keys;
using Godwit.Host.Cli;
using Godwit.Policy.Contracts;
using Spectre.Console;

namespace Godwit.Host.Serve;

/// <summary>What is printed when a Godwit accepts requests.</summary>
internal static class Banner
{
    /// <summary>Prints where it is reached and, at the first start, the credentials: this once.</summary>
    /// <param name="context">Where to write.</param>
    /// <param name="started">The Godwit.</param>
    /// <param name="simulated">True when no provider is configured and a simulated one answers.</param>
    public static void Write(CommandContext context, Started started, bool simulated)
    {
        var console = Cli.Output.ResultWriter.ConsoleFor(context.Out);
        console.MarkupLineInterpolated($"[bold]Godwit[/] {Version}");
        WriteAddresses(console, started);
        if (simulated)
        {
            console.MarkupInterpolated($"No provider is configured: a simulated one answers as ");
            console.MarkupLineInterpolated($"[bold]{SimulatedFallback.Model}[/], and says so.");
            console.WriteLine(
                "Set a provider's variable (OPENAI_API_KEY, DASHSCOPE_API_KEY, …: 'godwit catalog list') "
                + "or give --config.");
        }

        if (started.Services.GetRequiredService<FirstStart>().Take() is { } credentials)
            WriteCredentials(console, started, credentials);
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

    private static void WriteAddresses(IAnsiConsole console, Started started)
    {
        var client = started.Running.Client;
        var admin = started.Running.Admin;
        console.MarkupLineInterpolated($"  client API  {client}/v1");
        console.MarkupLineInterpolated($"  admin API   {admin}/api/v1  (OpenAPI: {admin}/openapi/v1.json)");
        console.MarkupLineInterpolated($"  console     {admin}/");
        console.MarkupLineInterpolated($"  data        {started.Settings.Data.Path}");
    }

    private static void WriteCredentials(IAnsiConsole console, Started started, FirstStartCredentials credentials)
    {
        console.WriteLine();
        console.MarkupLine("[bold]First start. These are shown once:[/]");
        if (credentials.AdminPassword is { } password)
            console.MarkupLineInterpolated($"  administrator password  {password}");
        if (credentials.ApiKey is not { } key)
            return;
        console.MarkupLineInterpolated($"  API key                 {key}");
        if (FirstModel(started) is not { } model)
            return;
        console.WriteLine();
        // Not through the console: it would fold the line, and a folded command does not work when it is copied.
        console.Profile.Out.Writer.WriteLine("  " + Curl(started.Running.Client, key, model, "Hello"));
    }

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
