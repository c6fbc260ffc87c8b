using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit get|export|history</c>: resources as they are and as they were.</summary>
internal static class ReadCommands
{
    private static readonly Argument<string?> Kind = new("KIND")
    {
        Description = "Kind of the resources; all of them when absent.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = "Name of one resource.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<int?> Limit = new("--limit")
    {
        Description = "Most entries to show.", HelpName = "NUMBER",
    };

    private static readonly Option<bool> Verify = new("--verify")
    {
        Description = "Checks that history is as it was written: each entry holds the hash of the one before.",
    };

    public static IEnumerable<Command> Create()
    {
        var get = new Command("get", "Shows resources as they are.") { Kind, Name };
        get.SetAction(CommandContext.Action(GetAsync));
        var export = new Command("export", "Writes resources as YAML that 'apply' takes.") { Kind };
        export.SetAction(CommandContext.Action(ExportAsync));
        var history =
            new Command("history", "Shows who changed what and when, newest first.") { Kind, Name, Limit, Verify };
        history.SetAction(CommandContext.Action(HistoryAsync));
        return new[] { get, export, history }.Select(command => command.WithServer());
    }

    private static async Task<int> GetAsync(CommandContext context)
    {
        var admin = ServerConnection.ConnectOrThrow(context);
        var kind = KindOf(context);
        if (kind is null || context.Parse.GetValue(Name) is not { } name)
        {
            var list = await admin.ListAsync(kind, context.Cancellation);
            return ShowList(context, list);
        }

        var view = await admin.GetAsync(kind, name, context.Cancellation);
        var data = JsonSerializer.SerializeToNode(view, AdminJsonContext.Default.ResourceView)!;
        // A spec has any depth: people read it as they write it.
        ResultWriter.Write(
            context.Out, context.Format == OutputFormat.Json ? OutputFormat.Json : OutputFormat.Yaml, data, []);
        return ExitCode.Success;
    }

    private static int ShowList(CommandContext context, ResourceList list)
    {
        var data = JsonSerializer.SerializeToNode(list, AdminJsonContext.Default.ResourceList)!;
        return context.Write(data, ResultTable.Of(
            null, data["items"]!.AsArray(), ("kind", "kind"), ("name", "name"), ("version#", "version"),
                ("managed by", "managed_by"),
            ("changed at", "updated_at"), ("by", "updated_by")));
    }

    private static async Task<int> ExportAsync(CommandContext context)
    {
        var yaml = await ServerConnection.ConnectOrThrow(context).ExportAsync(KindOf(context), context.Cancellation);
        await context.Out.WriteAsync(yaml);
        return ExitCode.Success;
    }

    private static async Task<int> HistoryAsync(CommandContext context)
    {
        var admin = ServerConnection.ConnectOrThrow(context);
        if (context.Parse.GetValue(Verify))
            return await VerifyAsync(context, admin);
        var history = await admin.HistoryAsync(
            KindOf(context), context.Parse.GetValue(Name), null, context.Parse.GetValue(Limit), context.Cancellation);
        var data = JsonSerializer.SerializeToNode(history, AdminJsonContext.Default.HistoryList)!;
        return context.Write(data, new ResultTable(
            null,
            ["seq#", "at", "who", "action", "resource", "version#", "changed"],
            [.. history.Items.Select(item => new[]
            {
                Text(item.Seq), Instant.Format(item.At), item.Actor, item.Action, $"{item.Kind}/{item.Name}",
                    Text(item.Version),
                string.Join(", ", item.Changes.Select(change => change.Path)),
            })]));
    }

    private static async Task<int> VerifyAsync(CommandContext context, AdminClient admin)
    {
        var found = await admin.VerifyHistoryAsync(context.Cancellation);
        context.Write(
            JsonSerializer.SerializeToNode(found, AdminJsonContext.Default.HistoryVerification)!,
            ResultTable.Facts(null, ("intact", found.Intact ? "yes" : "NO"), ("entries", Text(found.Entries)),
                ("break", found.Break)));
        return found.Intact ? ExitCode.Success : ExitCode.Failure;
    }

    private static string? KindOf(CommandContext context) =>
        context.Parse.GetValue(Kind) is { } kind ? ResourceOptions.ParseKind(kind).ToString() : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
