using System.Text.Json;
using Godwit.Control;
using Godwit.Control.Api;
using Godwit.Gateway;
using Godwit.Host.Cli;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Godwit.Host.Serve;

/// <summary>One life of a serving process: start, say so, serve until asked to stop, drain.</summary>
/// <param name="context">Where to write.</param>
/// <param name="settings">How to serve.</param>
/// <param name="more">What else runs in the process; nothing when it is absent.</param>
internal sealed class ServeRun(
    CommandContext context, ServeSettings settings, Action<IServiceCollection>? more = null)
{
    private const int PollsPerReminder = 500;
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(20);

    /// <summary>Serves until the process is asked to stop.</summary>
    /// <param name="prepare">What to do before anybody is told that requests are accepted.</param>
    /// <param name="beside">What to do beside the serving; cancelled when the process is asked to stop.</param>
    public async Task<int> RunAsync(
        Func<Started, CancellationToken, Task> prepare, Func<Started, CancellationToken, Task>? beside = null)
    {
        using var folder = DataFolderLock.TryTake(settings.Data);
        if (folder is null)
        {
            return context.Fail($"another Godwit serves from {settings.Data.Path}; choose another folder with "
                + $"{ServeSettingList.Data.Option.Name} ({ServeSettingList.Data.Variable})");
        }

        settings.Data.EnsureToken();
        await using var app = GodwitHost.Build(settings, more);
        if (await TryStartAsync(app) is { } failure)
            return context.Fail(failure);
        var running = Describe(app);
        if (!await ReadyAsync(app))
        {
            SayWhatFailed(app);
            return ExitCode.Failure;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        await using var link = app.Lifetime.ApplicationStopping.Register(stopping.Cancel);
        var started = new Started(app.Services, running, settings);
        Warn(started);
        await prepare(started, stopping.Token);
        Announce(running);
        ReturnMemoryOfStart();
        try
        {
            var pages = new ImagePages(settings.Time).KeepLowAsync(stopping.Token);
            var work = beside?.Invoke(started, stopping.Token) ?? Task.CompletedTask;
            await WaitAsync(app);
            await EndAsync(work);
            await EndAsync(pages);
        }
        finally
        {
            File.Delete(settings.Data.RunningFile);
        }

        return SayWhatFailed(app) ? ExitCode.Failure : ExitCode.Success;
    }

    private async Task WaitAsync(WebApplication app)
    {
        try
        {
            await app.WaitForShutdownAsync(context.Cancellation);
        }
        catch (Exception) when (FailedWork.Of(app.Services).Count > 0)
        {
            // What ended the process is thrown again when it stops; it is said below, with what it came from.
        }
    }

    private bool SayWhatFailed(WebApplication app)
    {
        var failures = FailedWork.Of(app.Services);
        foreach (var failure in failures)
            context.Fail(failure);
        return failures.Count > 0;
    }

    // Reading the address tables and the catalog leaves tens of megabytes behind that serving never needs again.
    private static void ReturnMemoryOfStart() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    // What is wrong with the configuration does not keep the last good one from being served; it is said all the same.
    private void Warn(Started started)
    {
        var status = started.Services.ReadNodeStatus();
        foreach (var problem in status.PublishErrors.Concat(status.Files.Errors).Concat(status.Warnings))
            context.Fail(problem);
    }

    // What runs beside ends with the process, and is cancelled in the middle of whatever it does.
    private static async Task EndAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (OperationCanceledException)
        {
            // Asked for.
        }
    }

    private async Task<string?> TryStartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync(context.Cancellation);
            return null;
        }
        catch (Exception) when (FailedWork.Of(app.Services) is { Count: > 0 })
        {
            // Work that breaks during the start ends the start, which then says only that it was ended.
            return string.Join(Environment.NewLine, FailedWork.Of(app.Services));
        }
        catch (IOException failure) when (failure.InnerException is AddressInUseException)
        {
            var admin = failure.Message.Contains($":{settings.AdminListen.Port}:", StringComparison.Ordinal);
            var setting = admin ? ServeSettingList.AdminListen : ServeSettingList.Listen;
            return $"{failure.Message.TrimEnd('.')}; choose another with {setting.Option.Name} ({setting.Variable}), "
                + "or 'godwit doctor' to see who is there";
        }
        catch (Exception failure) when (failure is InvalidDataException or InvalidOperationException)
        {
            // Address data that cannot be read, or a first key that has no key's form: the message says which.
            return failure.Message;
        }
    }

    // A store that is away delays the first configuration; the process waits for it, and says for what.
    private async Task<bool> ReadyAsync(WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        using var timer = new PeriodicTimer(ReadyPoll);
        for (var polls = 1; readiness.Obstacles() is { Count: > 0 } obstacles; polls++)
        {
            if (polls % PollsPerReminder == 0)
                context.Fail($"not ready yet: {string.Join("; ", obstacles)}");
            if (app.Lifetime.ApplicationStopping.IsCancellationRequested
                || !await timer.WaitForNextTickAsync(context.Cancellation))
                return false;
        }

        return true;
    }

    private static RunningGodwit Describe(WebApplication app)
    {
        var admin = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        var client = app.Services.GetRequiredService<ClientListener>();
        return new RunningGodwit(client.Addresses.First(), admin.Addresses.First(), Environment.ProcessId);
    }

    private void Announce(RunningGodwit running)
    {
        var text = JsonSerializer.Serialize(running, HostJsonContext.Default.RunningGodwit);
        AtomicFile.Write(settings.Data.RunningFile, text);
        if (settings.ReadyFile is { } file)
            AtomicFile.Write(file, text);
    }
}

/// <summary>A Godwit that accepts requests.</summary>
/// <param name="Services">What it is made of.</param>
/// <param name="Running">Where it is reached.</param>
/// <param name="Settings">How it serves.</param>
internal sealed record Started(IServiceProvider Services, RunningGodwit Running, ServeSettings Settings)
{
    /// <summary>A client of its own admin API, as its owner.</summary>
    public AdminClient Connect() => new ServerConnection(
        new Uri(Running.Admin), Environment.GetEnvironmentVariable("GODWIT_ADMIN_TOKEN") ?? Settings.Data.Token(),
            Running).Connect();
}
