using System.CommandLine;
using System.Text.Json.Nodes;
using Godwit.Host.Cli.Output;
using Godwit.Host.Local;
using Godwit.Host.Serve;

namespace Godwit.Host.Cli;

/// <summary><c>godwit config validate -f</c>: every error at once, with file, line, key and accepted values.</summary>
internal static class ConfigValidateCommand
{
    public static Command Create()
    {
        var command = new Command("validate",
            "Checks resource files as one whole configuration and prints every error: file, line, key and what is "
                + "accepted.")
        {
            ResourceOptions.Files, ServeSettingList.Catalog.Option, CommonOptions.Output,
        };
        command.SetAction(CommandContext.Action(Run));
        return command;
    }

    private static Task<int> Run(CommandContext context)
    {
        var overlay = ServeSettingList.Catalog.ReadOne(context.Parse, Environment.GetEnvironmentVariable);
        var found = LocalConfiguration.Read(context.Parse.GetRequiredValue(ResourceOptions.Files), overlay);
        var data = new JsonObject
        {
            ["documents"] = found.Documents.Count,
            ["errors"] = new JsonArray([.. found.Errors.Select(error => new JsonObject
            {
                ["file"] = error.File,
                ["line"] = error.Line,
                ["column"] = error.Column,
                ["resource"] = error.Resource,
                ["path"] = error.Path,
                ["message"] = error.Message,
                ["accepted"] = new JsonArray([.. error.Accepted.Select(value => JsonValue.Create(value))]),
            })]),
        };
        if (context.Format != OutputFormat.Table)
            context.Write(data);
        else if (found.Errors.Count == 0)
            context.Out.WriteLine($"{found.Documents.Count} resources, valid.");
        foreach (var error in context.Format == OutputFormat.Table ? found.Errors : [])
            context.Error.WriteLine(error.ToString());
        return Task.FromResult(found.Errors.Count == 0 ? ExitCode.Success : ExitCode.Failure);
    }
}
