using System.CommandLine;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit report grants</c>: what providers gave and nobody used.</summary>
internal static class UnusedGrantsCommand
{
    private static readonly Option<string> Provider = new("--provider")
    {
        Description = "Only grants of this Provider.", HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command("grants", "Grants of which something expired unused, or will.") { Provider };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var report = await ServerConnection.ConnectOrThrow(context)
            .UnusedGrantsAsync(context.Parse.GetValue(Provider), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.UnusedGrantsReport)!,
            new ResultTable(
                null,
                ["grant", "provider", "unit", "until", "available#", "will expire#", "expired so far#", "ever used"],
                [.. report.Grants.Select(row => new[]
                {
                    row.Name, row.Provider, row.Currency ?? "tokens",
                    row.Until is { } until ? Instant.Format(until) : null, GrantText.Amount(row.Available),
                    row.ExpiresUnused is { } left ? GrantText.Amount(left) : null, GrantText.Amount(row.ExpiredInAll),
                    row.NeverUsed ? "no" : "yes",
                })]));
    }
}
