using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Godwit.Control.Notices;
using Godwit.Policy.Configuration;
using Godwit.TestSupport;
using MimeKit;

namespace Godwit.Control.Tests.Notices.Mail;

/// <summary>A real mail server on loopback, which can be taken away and brought back.</summary>
internal sealed class SmtpTestServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";
    private const string User = "godwit";
    private const string Password = "correct horse";

    private readonly TestFolder folder;
    private readonly string mode;
    private Process? process;

    private SmtpTestServer(TestFolder folder, string mode) => (this.folder, this.mode) = (folder, mode);

    public int Port { get; } = FreePort();

    /// <summary>Starts one; the folder has the certificate of <see cref="TestAuthority"/>.</summary>
    public static async Task<SmtpTestServer> StartAsync(TestFolder folder, string mode = "starttls")
    {
        Dependency.Require(
            File.Exists(Python) && Run("-c", "import aiosmtpd") == 0,
            "python3-aiosmtpd is not installed; bash eng/test.sh installs it");
        TestAuthority.Create(folder);
        Directory.CreateDirectory(folder.File("mail"));
        var server = new SmtpTestServer(folder, mode);
        await server.StartAsync();
        return server;
    }

    public async Task StartAsync()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Notices", "Mail", "smtp_server.py");
        var start = new ProcessStartInfo(Python) { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            script, Port.ToString(System.Globalization.CultureInfo.InvariantCulture), folder.File("mail"), mode,
            folder.File("server.pem"), folder.File("server.key"), User, Password,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        var first = await process.StandardOutput.ReadLineAsync();
        if (first != "ready")
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
    }

    public async Task StopAsync()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>How a process sends through it.</summary>
    public NoticeOptions Options(string? password = null)
    {
        folder.Write("password", password ?? Password);
        var signsIn = mode == "starttls";
        return new NoticeOptions
        {
            AuthorityFile = folder.File("ca.pem"),
            Smtp = new SmtpOptions
            {
                Host = "localhost",
                Port = Port,
                Tls = mode switch { "starttls" => SmtpTls.StartTls, "tls" => SmtpTls.Tls, _ => SmtpTls.None },
                User = signsIn ? User : null,
                Password = signsIn ? new SecretReference { File = folder.File("password") } : null,
            },
        };
    }

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<MimeMessage> Received() =>
    [
        .. Directory.GetFiles(folder.File("mail"), "*.eml").Order(StringComparer.Ordinal)
            .Select(file => MimeMessage.Load(file)),
    ];

    /// <summary>Waits until it has taken so many.</summary>
    public Task<IReadOnlyList<MimeMessage>> ReceivedAsync(int count) =>
        Eventually.ReadAsync(() => Task.FromResult(Received()), mails => mails.Count >= count);

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
