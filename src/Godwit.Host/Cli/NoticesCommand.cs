using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;

namespace Godwit.Host.Cli;

/// <summary><c>godwit notices preview|send|status</c>: the messages that announce a policy.</summary>
internal static class NoticesCommand
{
    private static readonly Argument<string> Policy = new("POLICY") { Description = "Name of the TerritoryPolicy." };

    private static readonly Argument<string> AnyPolicy = new("POLICY")
    {
        Description = "Name of the TerritoryPolicy. Default: all of them.", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Stage = new("--stage")
    {
        Description = "Stage, e.g. T-14, T-0 or T+1. Default: the one that is open, else the next.",
        HelpName = "STAGE",
    };

    private static readonly Option<string> Organization = new("--organization")
    {
        Description = "One organization alone, with its message.", HelpName = "NAME",
    };

    private static readonly Option<string> Language = new("--language")
    {
        Description = "Shows the messages in this language, BCP 47. Default: each organization's own.",
        HelpName = "TAG",
    };

    private static readonly Option<string> Html = new("--html")
    {
        Description = "Writes the HTML part of the first message shown to a file.", HelpName = "FILE",
    };

    private static readonly Option<bool> Yes = new("--yes")
    {
        Description = "Sends. Without it the list of recipients is shown, and nothing is sent.",
    };

    public static Command Create()
    {
        var preview = new Command("preview", "Shows who is told of a policy, and each message. Nothing is sent.")
        {
            Policy, Stage, Organization, Language, Html,
        };
        preview.SetAction(CommandContext.Action(PreviewAsync));
        var send = new Command("send", "Confirms the messages of a stage: they are sent now, each once.")
        {
            Policy, Stage, Yes,
        };
        send.SetAction(CommandContext.Action(SendAsync));
        var status = new Command("status", "Shows the stages of announced policies, and the messages.") { AnyPolicy };
        status.SetAction(CommandContext.Action(StatusAsync));
        return new Command("notices", "Messages that tell organizations of a policy before it takes effect.")
        {
            preview.WithServer(), send.WithServer(), status.WithServer(),
        };
    }

    private static async Task<int> PreviewAsync(CommandContext context)
    {
        var preview = await ServerConnection.ConnectOrThrow(context).PreviewNoticesAsync(
            context.Parse.GetRequiredValue(Policy), context.Parse.GetValue(Stage),
            context.Parse.GetValue(Organization), context.Parse.GetValue(Language), context.Cancellation);
        if (context.Parse.GetValue(Html) is { } file)
        {
            if (preview.Recipients is not [var first, ..])
                return context.Fail("there is no message to write: nobody is told at this stage");
            await File.WriteAllTextAsync(file, first.Html, context.Cancellation);
        }

        Show(context, preview, null);
        if (context.Format == OutputFormat.Table)
        {
            foreach (var recipient in preview.Recipients)
                await context.Out.WriteLineAsync(
                    $"\n== {recipient.Organization} ({recipient.Language})\n{recipient.Subject}\n\n{recipient.Text}");
        }

        return ExitCode.Success;
    }

    private static async Task<int> SendAsync(CommandContext context)
    {
        var admin = ServerConnection.ConnectOrThrow(context);
        var request = new SendNoticesRequest
        {
            Policy = context.Parse.GetRequiredValue(Policy), Stage = context.Parse.GetValue(Stage),
        };
        if (!context.Parse.GetValue(Yes))
        {
            var preview = await admin.PreviewNoticesAsync(
                request.Policy, request.Stage, cancellation: context.Cancellation);
            return Show(context, preview, "Nothing was sent. Say --yes to send to these.");
        }

        var sent = await admin.SendNoticesAsync(request, context.Cancellation);
        return Show(context, sent, $"Sending. See: godwit notices status {sent.Policy}");
    }

    private static async Task<int> StatusAsync(CommandContext context)
    {
        var status = await ServerConnection.ConnectOrThrow(context).NoticesAsync(
            context.Parse.GetValue(AnyPolicy), cancellation: context.Cancellation);
        return context.Write(
            JsonSerializer.SerializeToNode(status, AdminJsonContext.Default.NoticeStatus)!,
            new ResultTable(
                null,
                ["policy", "version#", "effective", "stage", "at", "composed", "waiting#", "sent#", "failed#",
                    "bounced#", "withdrawn#"],
                [.. status.Policies.SelectMany(policy => policy.Stages.Select(stage => Cells(policy, stage)))]),
            new ResultTable(
                "Messages, the latest due first",
                ["id", "organization", "stage", "channel", "to", "language", "state", "due", "tries#", "last error"],
                [.. status.Items.Select(Cells)])
            {
                Notes = status.MailObstacle is { } obstacle ? [$"This node sends no mail: {obstacle}."] : [],
            });
    }

    private static int Show(CommandContext context, NoticePreview preview, string? note)
    {
        var lies = preview.Composed ? "its messages lie ready" : "its messages are not made yet";
        var head = $"Policy {preview.Policy}@{preview.PolicyVersion}, effective {Instant.Format(preview.Effective)}: "
            + $"stage {preview.Stage} is due {Instant.Format(preview.DueAt)}, {lies}";
        return context.Write(
            JsonSerializer.SerializeToNode(preview, AdminJsonContext.Default.NoticePreview)!,
            new ResultTable(
                head,
                ["organization", "to", "language", "requests#", "share#", "territories", "last seen", "state",
                    "problem"],
                [.. preview.Recipients.Select(Cells)])
            {
                Notes = note is null ? [] : [note],
            });
    }

    private static string?[] Cells(NoticeRecipient recipient) =>
    [
        recipient.Organization, recipient.Recipient, recipient.Language, Number(recipient.Requests),
        recipient.Share.ToString("P1", CultureInfo.InvariantCulture), string.Join(", ", recipient.Territories),
        recipient.LastSeen is { } seen ? Instant.Format(seen) : null,
        recipient.State?.ToString().ToLowerInvariant(), recipient.Problem,
    ];

    private static string?[] Cells(NoticePolicyStatus policy, NoticeStageStatus stage) =>
    [
        policy.Policy, Number(policy.PolicyVersion), Instant.Format(policy.Effective), stage.Stage,
        Instant.Format(stage.At), stage.ComposedAt is { } at ? Instant.Format(at) : null, Number(stage.Pending),
        Number(stage.Sent), Number(stage.Failed), Number(stage.Bounced), Number(stage.Withdrawn),
    ];

    private static string?[] Cells(NoticeView notice) =>
    [
        notice.Id, notice.Organization, notice.Stage, notice.Channel, notice.Recipient, notice.Language,
        notice.State.ToString().ToLowerInvariant(), Instant.Format(notice.DueAt), Number(notice.Tries),
        notice.LastError,
    ];

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
