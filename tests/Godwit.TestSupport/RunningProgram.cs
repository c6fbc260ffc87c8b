using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Godwit.TestSupport;

/// <summary>A process of the real executable, its output, and the ways to end it.</summary>
public sealed partial class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private const int SigTerm = 15;
    private readonly Process process;
    private bool disposed;

    private RunningProgram(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Output.Add(line.Data);
        process.ErrorDataReceived += (_, line) => Output.Add(line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What the process wrote so far.</summary>
    public ProcessOutput Output { get; } = new();

    /// <summary>The operating system's process id.</summary>
    public int ProcessId => process.Id;

    /// <summary>The exit code; only after the process has ended.</summary>
    public int ExitCode => process.ExitCode;

    /// <summary>Starts the verb and returns when it has written its ready file, with the file's content.</summary>
    public static async Task<(RunningProgram Program, JsonElement Ready)> StartAsync(
        IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var path = Path.Combine(folder, $"ready-{Guid.NewGuid():n}.json");
        using var ready = new ReadyFile(path);
        var start = GodwitExecutable.Describe([.. arguments, "--ready-file", path], environment, folder);
        var program = new RunningProgram(start);
        try
        {
            await Task.WhenAny(ready.Content, program.process.WaitForExitAsync()).WaitAsync(StartLimit);
        }
        catch (TimeoutException)
        {
            // Falls through: the message below says what the process wrote meanwhile.
        }

        if (ready.Content.IsCompletedSuccessfully)
        {
            return (program, await ready.Content);
        }

        await program.KillAsync();
        throw new InvalidOperationException($"'{string.Join(' ', arguments)}' never got ready:\n{program.Output}");
    }

    /// <summary>Ends the process as <c>kill -9</c> does: nothing of it runs any more.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Asks the process to stop and waits until it has; one that does not is killed and reported.</summary>
    public async Task StopAsync()
    {
        if (!process.HasExited)
        {
            _ = SendSignal(process.Id, SigTerm);
        }

        try
        {
            await WaitForExitAsync(StopLimit);
        }
        catch (TimeoutException)
        {
            await KillAsync();
            throw new InvalidOperationException($"Did not stop within {StopLimit} of SIGTERM:\n{Output}");
        }
    }

    /// <summary>Waits for the process to end by itself.</summary>
    public Task WaitForExitAsync(TimeSpan limit) => process.WaitForExitAsync().WaitAsync(limit);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await KillAsync();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
