using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Godwit.TestSupport;

/// <summary>A real mail server on loopback, which keeps what it takes as files of a folder.</summary>
/// <param name="folder">
/// The folder; for <c>starttls</c> and <c>tls</c> it has <c>server.pem</c> and <c>server.key</c>. Mails go into
/// <c>mail</c> in it.
/// </param>
/// <param name="mode"><c>starttls</c>, <c>tls</c> or <c>none</c>.</param>
public sealed class MailServer(string folder, string mode) : IAsyncDisposable
{
    /// <summary>Who may sign in, where one has to.</summary>
    public const string User = "godwit";

    /// <summary>The password of <see cref="User"/>.</summary>
    public const string Password = "correct horse";

    private const string Python = "/usr/bin/python3";

    private Process? process;

    /// <summary>Where it listens, also after it was away.</summary>
    public int Port { get; } = FreePort();

    /// <summary>Files of what it has taken, in order.</summary>
    public IReadOnlyList<string> Mails =>
        [.. Directory.GetFiles(Path.Combine(folder, "mail"), "*.eml").Order(StringComparer.Ordinal)];

    /// <summary>Skips the calling test, and fails it on CI, where there is no mail server to start.</summary>
    public static void Require() => Dependency.Require(
        File.Exists(Python) && Run("-c", "import aiosmtpd") == 0,
        "python3-aiosmtpd is not installed; bash eng/test.sh installs it");

    /// <summary>Starts it, and returns when it listens.</summary>
    public async Task StartAsync()
    {
        Directory.CreateDirectory(Path.Combine(folder, "mail"));
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "smtp_server.py"), Port.ToString(CultureInfo.InvariantCulture),
            Path.Combine(folder, "mail"), mode, Path.Combine(folder, "server.pem"),
            Path.Combine(folder, "server.key"), User, Password,
        ];
        process = Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        if (await process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    /// <summary>Takes it away.</summary>
    public async Task StopAsync()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await StopAsync();

    private static int Run(params string[] arguments)
    {
        using var run = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        run.WaitForExit();
        return run.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
