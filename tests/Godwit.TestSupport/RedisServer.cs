using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Godwit.TestSupport;

/// <summary>A real Redis on loopback, of one test alone, that can be killed, paused and started anew.</summary>
/// <param name="arguments">More of its settings, such as <c>--requirepass</c>.</param>
public sealed partial class RedisServer(params string[] arguments) : IAsyncDisposable
{
    /// <summary>Names the server that <c>eng/test.sh</c> starts for all tests, as <c>host:port</c>.</summary>
    public const string Variable = "GODWIT_TEST_REDIS";

    private const string Program = "redis-server";
    private const int SigStop = 19, SigCont = 18;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private readonly TemporaryFolder folder = new();
    private Process? process;

    /// <summary>Where it listens, also after it was away.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Takes TLS alone, with these files; null for none.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Its address, as <c>host:port</c>.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>The server of all tests; skips the calling test, and fails it on CI, when there is none.</summary>
    public static string Shared => Dependency.RequireVariable(Variable);

    /// <summary>Skips the calling test, and fails it on CI, where there is no Redis to start.</summary>
    public static void Require() => Dependency.Require(
        Dependency.HasProgram(Program), "redis-server is not installed; bash eng/test.sh installs it");

    /// <summary>Starts it, and returns when it takes connections. What it had is gone, unless it keeps it.</summary>
    public async Task StartAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        string[] own = ["--bind", "127.0.0.1", "--dir", folder.Path, "--save", ""];
        string[] listen = Tls is null ? ["--port", port] :
        [
            "--port", "0", "--tls-port", port, "--tls-auth-clients", "no", "--tls-cert-file", Tls.Certificate,
            "--tls-key-file", Tls.Key, "--tls-ca-cert-file", Tls.Authority,
        ];
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new ProcessOutput();
        process = new Process
        {
            StartInfo = new ProcessStartInfo(Program, [.. own, .. listen, .. arguments])
            {
                RedirectStandardOutput = true,
            },
        };
        process.OutputDataReceived += (_, line) =>
        {
            said.Add(line.Data);
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) == true)
                ready.TrySetResult();
        };
        process.Start();
        process.BeginOutputReadLine();
        await Task.WhenAny(ready.Task, process.WaitForExitAsync()).WaitAsync(StartLimit);
        if (!ready.Task.IsCompleted)
            throw new InvalidOperationException($"redis-server never got ready:\n{said}");
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>Stops it in its tracks: connections stay, and nothing is answered.</summary>
    public void Pause() => Signal(SigStop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => Signal(SigCont);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        folder.Dispose();
    }

    private void Signal(int signal)
    {
        if (SendSignal(process!.Id, signal) != 0)
            throw new InvalidOperationException($"No signal reached redis-server: {Marshal.GetLastPInvokeError()}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int processId, int signal);
}
