using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Godwit.Control.Api;
using Godwit.Host.Cli.Output;
using Godwit.Policy.Contracts;

namespace Godwit.Host.Cli;

/// <summary><c>godwit chat "…"</c>: one request through the gateway, and what became of it.</summary>
internal static class ChatCommand
{
    private const string KeyVariable = "GODWIT_API_KEY";

    // Records are shipped to the store in batches, soon after the answer's last byte.
    private const int RecordTries = 20;
    private static readonly TimeSpan RecordPause = TimeSpan.FromMilliseconds(150);

    private static readonly Argument<string[]> Words = new("MESSAGE")
    {
        Description = "What to ask.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Model = new("--model", "-m")
    {
        Description = "Model name to ask for. Default: the first the key may use.",
        HelpName = "MODEL",
    };

    private static readonly Option<string> Key = new("--key")
    {
        Description = $"API key. Default: {KeyVariable}, else one that is made for this request and deleted after it.",
        HelpName = "KEY",
    };

    private static readonly Option<string> Client = new("--client")
    {
        Description = "URL of the client API. Default: that of the Godwit that serves from the data folder.",
        HelpName = "URL",
    };

    public static Command Create()
    {
        var command = new Command(
            "chat", "Sends one request through the gateway; prints the answer, who gave it, why, and its cost.")
        {
            Words, Model, Key, Client,
        };
        command.WithServer().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        var connection = ServerConnection.Find(context);
        if ((context.Parse.GetValue(Client) ?? connection?.Running?.Client) is not { } client)
            return context.Fail(connection is null ? ServerConnection.NotFound
                : "the client API's URL is not known; name it with --client");
        var admin = connection?.Token is null ? null : connection.Connect();
        await using var key = await BorrowedKey.TakeAsync(
            context.Parse.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable), admin,
                context.Cancellation);
        if (key is null)
            return context.Fail(
                $"no API key: name one with --key or {KeyVariable}, or the admin API's token to have one made");

        using var chat = new ChatExchange(new Uri(client), key.Text);
        var model = context.Parse.GetValue(Model) ?? await chat.FirstModelAsync(context.Cancellation);
        if (model is null)
            return context.Fail("the key may use no model; see 'godwit get Route'");
        var quiet = context.Format != OutputFormat.Table;
        var answer = await chat.AskAsync(model, string.Join(' ', context.Parse.GetRequiredValue(Words)),
            quiet ? TextWriter.Null : context.Out, context.Cancellation);
        var record = admin is null ? null : await RecordAsync(admin, answer.RequestId, context.Cancellation);
        Show(context, answer, record);
        return answer.Error is null ? ExitCode.Success : context.Fail(answer.Error);
    }

    private static async Task<RequestRecord?> RecordAsync(AdminClient admin, string? id, CancellationToken cancellation)
    {
        if (!Guid.TryParse(id, out var request))
            return null;
        for (var i = 0; i < RecordTries; i++)
        {
            try
            {
                return await admin.RequestAsync(request, cancellation);
            }
            catch (AdminApiException failure) when (failure.Problem.Status == (int)HttpStatusCode.NotFound)
            {
                await Task.Delay(RecordPause, cancellation);
            }
        }

        return null;
    }

    private static void Show(CommandContext context, ChatAnswer answer, RequestRecord? record)
    {
        var usage = record?.Usage;
        var input = usage?.InputTokens ?? answer.InputTokens;
        var output = usage?.OutputTokens ?? answer.OutputTokens;
        var cost = record is { Cost: { } amount }
            ? string.Create(CultureInfo.InvariantCulture, $"{amount:0.##########} {record.Currency}")
            : answer.Header("x-godwit-cost");
        var data = new JsonObject
        {
            ["answer"] = answer.Text,
            ["error"] = answer.Error,
            ["request_id"] = answer.RequestId,
            ["provider"] = answer.Header("x-godwit-provider"),
            ["model"] = answer.Header("x-godwit-model"),
            ["simulated"] = answer.Header("x-godwit-simulated") == "true",
            ["decision"] = answer.Header("x-godwit-decision"),
            ["reason"] = record?.Reason,
            ["territory"] = answer.Header("x-godwit-territory"),
            ["input_tokens"] = input,
            ["output_tokens"] = output,
            ["cost"] = cost,
        };
        var provider = answer.Header("x-godwit-provider") is { } name
            ? $"{name}/{answer.Header("x-godwit-model")}" + (
                answer.Header("x-godwit-simulated") == "true" ? " (simulated)" : "")
            : null;
        context.Write(data, ResultTable.Facts(
            null,
            ("provider", provider),
            ("decision", answer.Header("x-godwit-decision") + (record?.Reason is { } reason ? $" ({reason})" : "")),
            ("territory", answer.Header("x-godwit-territory")),
            ("tokens", input is null ? null : $"{input} in, {output} out"),
            ("cost", cost),
            ("request", answer.RequestId)));
    }
}
