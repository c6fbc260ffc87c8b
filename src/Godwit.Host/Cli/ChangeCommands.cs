using System.CommandLine;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit apply|diff|delete|rollback</c>: changes of resources, all of them or none.</summary>
internal static class ChangeCommands
{
    private static readonly Option<bool> TakeOver = new("--take-over")
    {
        Description = "Changes resources that are managed by file too.",
    };

    private static readonly Option<bool> Complete = new("--complete")
    {
        Description = "Counts resources that are not in the files as to be deleted.",
    };

    private static readonly Option<long?> Seq = new("--to")
    {
        Description = "Position in history; everything becomes as it was right after it. Instead of KIND and NAME.",
        HelpName = "SEQ",
    };

    private static readonly Option<long?> Version = new("--version-number")
    {
        Description = "Version of the one resource to go back to. Default: the one before the current.",
        HelpName = "VERSION",
    };

    private static readonly Argument<string?> Kind = new("KIND")
    {
        Description = ResourceOptions.Kind.Description, Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string?> Name = new("NAME")
    {
        Description = ResourceOptions.Name.Description, Arity = ArgumentArity.ZeroOrOne,
    };

    public static IEnumerable<Command> Create()
    {
        var apply = new Command("apply", "Creates and updates resources from files: all of them, or nothing.")
        {
            ResourceOptions.Files, ResourceOptions.DryRun, TakeOver,
        };
        apply.SetAction(CommandContext.Action(ApplyAsync));
        var diff = new Command("diff", "Shows what applying files would change.") { ResourceOptions.Files, Complete };
        diff.SetAction(CommandContext.Action(DiffAsync));
        var delete = new Command("delete", "Deletes a resource.") { ResourceOptions.Kind, ResourceOptions.Name,
            ResourceOptions.DryRun };
        delete.SetAction(CommandContext.Action(DeleteAsync));
        var rollback = new Command(
            "rollback", "Goes back: one resource to an earlier version, or everything to a position in history.")
        {
            Kind, Name, Version, Seq, ResourceOptions.DryRun,
        };
        rollback.SetAction(CommandContext.Action(RollbackAsync));
        return new[] { apply, diff, delete, rollback }.Select(command => command.WithServer());
    }

    private static Task<int> ApplyAsync(CommandContext context) =>
        WithFilesAsync(context, (admin, files) => admin.ApplyAsync(
        files.Yaml, null, context.Parse.GetValue(ResourceOptions.DryRun), context.Parse.GetValue(TakeOver),
            context.Cancellation));

    private static Task<int> DiffAsync(CommandContext context) => WithFilesAsync(context, (admin, files) =>
        admin.DiffAsync(files.Yaml, null, context.Parse.GetValue(Complete), context.Cancellation));

    private static async Task<int> DeleteAsync(CommandContext context)
    {
        var report = await ServerConnection.ConnectOrThrow(context).DeleteAsync(
            context.Parse.GetValue(ResourceOptions.Kind)
                .ToString(), context.Parse.GetRequiredValue(ResourceOptions.Name),
            context.Parse.GetValue(ResourceOptions.DryRun), context.Cancellation);
        return Show(context, report);
    }

    private static async Task<int> RollbackAsync(CommandContext context)
    {
        var kind = context.Parse.GetValue(Kind);
        var seq = context.Parse.GetValue(Seq);
        var name = context.Parse.GetValue(Name);
        if (seq is null == (kind is null) || (kind is not null && name is null))
            throw new UsageException(
                "rollback takes either KIND and NAME, or --to with a position in history ('godwit history')");
        var request = new RollbackRequest
        {
            Seq = seq,
            Kind = kind is null ? null : ResourceOptions.ParseKind(kind),
            Name = name,
            Version = context.Parse.GetValue(Version),
            DryRun = context.Parse.GetValue(ResourceOptions.DryRun),
        };
        return Show(
            context, await ServerConnection.ConnectOrThrow(context).RollbackAsync(request, context.Cancellation));
    }

    private static async Task<int> WithFilesAsync(
        CommandContext context, Func<AdminClient, ResourceFiles, Task<ChangeReport>> send)
    {
        if (ResourceFiles.Read(context) is not { } files)
            return ExitCode.Failure;
        try
        {
            return Show(context, await send(ServerConnection.ConnectOrThrow(context), files));
        }
        catch (AdminApiException failure)
        {
            return context.Fail(ProblemText.Of(failure.Problem, files.Documents));
        }
    }

    private static int Show(CommandContext context, ChangeReport report)
    {
        var data = JsonSerializer.SerializeToNode(report, AdminJsonContext.Default.ChangeReport)!;
        var rows = report.Items.SelectMany(Rows).ToList();
        return context.Write(data, new ResultTable(null, ["resource", "outcome", "key", "before", "after"], rows)
        {
            Notes = [report.DryRun ? "Nothing was written." : $"Revision {report.Revision}."],
        });
    }

    private static IEnumerable<string?[]> Rows(ChangeItem item)
    {
        var id = $"{item.Kind}/{item.Name}";
        var outcome = JsonNamingPolicy.SnakeCaseLower.ConvertName(item.Outcome.ToString());
        yield return [id, outcome, "", "", ""];
        foreach (var change in item.Changes)
            yield return ["", "", change.Path, change.Before?.ToString(), change.After?.ToString()];
    }
}
