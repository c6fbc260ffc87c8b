using System.CommandLine;
using Godwit.Host.Serve;

namespace Godwit.Host.Cli;

/// <summary><c>godwit serve</c>: runs the gateway, the admin API and the console.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var command =
            new Command("serve", "Runs the gateway, the admin API and the console until it is asked to stop.");
        command.WithServeSettings().SetAction(CommandContext.Action(RunAsync));
        return command;
    }

    /// <summary>
    /// Reads the settings; prints everything that is wrong with them and gives null when anything is.
    /// </summary>
    public static ServeSettings? ReadSettings(CommandContext context, DataFolder data)
    {
        var reader = new ServeSettingsReader(context.Parse, Environment.GetEnvironmentVariable);
        var settings = reader.Read(data);
        // The control plane checks what only it understands, such as connection strings.
        var errors = reader.Errors.Concat(PlaneOptions.Control(settings).Validate()).ToList();
        foreach (var error in errors)
            context.Fail(error);
        return errors.Count == 0 ? settings : null;
    }

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (ReadSettings(context, DataFolder.Default) is not { } settings)
            return ExitCode.WrongUsage;
        await using var fallback = new SimulatedFallback(settings.Data);
        await fallback.ResumeAsync(context.Cancellation);
        return await new ServeRun(context, settings).RunAsync(async (started, cancellation) =>
        {
            var simulated = await fallback.EnsureAsync(started, cancellation);
            Banner.Write(context, started, simulated);
        });
    }
}
