using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit budgets status</c>: what was used of budgets, and which alerts were made.</summary>
internal static class BudgetsCommand
{
    private static readonly Option<string> Budget = new("--budget")
    {
        Description = "Only this Budget.", HelpName = "NAME",
    };

    public static Command Create()
    {
        var status = new Command("status", "Shows what was used of each budget in its present period.") { Budget };
        status.WithServer().SetAction(CommandContext.Action(ShowAsync));
        return new Command("budgets", "What may be spent or used in a calendar period.") { status };
    }

    private static async Task<int> ShowAsync(CommandContext context)
    {
        var report = await ServerConnection.ConnectOrThrow(context)
            .BudgetsAsync(context.Parse.GetValue(Budget), context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.BudgetReport)!,
            new ResultTable(
                $"Budgets at {Instant.Format(report.At)}",
                ["budget", "for", "used#", "of#", "unit", "%#", "enforced", "period", "begins anew", "alerts made"],
                [.. report.Budgets.Select(Row)])
            {
                Notes = [.. report.Budgets.SelectMany(Notes), .. Obstacle(report)],
            });
    }

    private static IReadOnlyList<string?> Row(BudgetView view) =>
    [
        view.Budget, view.Counted, Number(view.Used), Number(view.Amount), view.Currency ?? Word(view.Unit),
        Number(view.Percent), Word(view.Enforcement), $"{Word(view.Period)}, {view.TimeZone}",
        Instant.Format(view.ResetsAt),
        view.Alerts.Count == 0 ? null : string.Join(
            " ", view.Alerts.Select(alert => Number(alert.Percent) + (alert.At is null ? "-" : "+"))),
    ];

    private static IEnumerable<string> Notes(BudgetView view)
    {
        foreach (var other in view.NotConverted)
            yield return $"{view.Budget} ({view.Counted}): {Number(other.Amount)} {other.Currency} are not counted, "
                + "for no ExchangeRate converts them";
        if (view.Unpriced > 0)
            yield return $"{view.Budget} ({view.Counted}): {Number(view.Unpriced)} requests are not counted, for their "
                + "cost is not known";
    }

    private static IEnumerable<string> Obstacle(BudgetReport report) =>
        report.MailObstacle is { } obstacle && report.Budgets.Any(view => view.Alerts.Count > 0)
            ? [$"No mail goes out from this node: {obstacle}"] : [];

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Number(decimal number) => number.ToString("#,0.######", CultureInfo.InvariantCulture);
}
