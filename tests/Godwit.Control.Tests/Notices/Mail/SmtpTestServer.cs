using Godwit.Control.Notices;
using Godwit.Policy.Configuration;
using Godwit.TestSupport;
using MimeKit;

namespace Godwit.Control.Tests.Notices.Mail;

/// <summary>A real mail server, the certificate it shows, and how a process sends through it.</summary>
internal sealed class SmtpTestServer : IAsyncDisposable
{
    private readonly TestFolder folder;
    private readonly string mode;
    private readonly MailServer server;

    private SmtpTestServer(TestFolder folder, string mode) =>
        (this.folder, this.mode, server) = (folder, mode, new MailServer(folder.Path, mode));

    public int Port => server.Port;

    /// <summary>Starts one; the folder has the certificate of <see cref="TestAuthority"/>.</summary>
    public static async Task<SmtpTestServer> StartAsync(TestFolder folder, string mode = "starttls")
    {
        MailServer.Require();
        TestAuthority.Create(folder);
        var started = new SmtpTestServer(folder, mode);
        await started.StartAsync();
        return started;
    }

    public Task StartAsync() => server.StartAsync();

    public Task StopAsync() => server.StopAsync();

    /// <summary>How a process sends through it.</summary>
    public NoticeOptions Options(string? password = null)
    {
        folder.Write("password", password ?? MailServer.Password);
        var signsIn = mode == "starttls";
        return new NoticeOptions
        {
            AuthorityFile = folder.File("ca.pem"),
            Smtp = new SmtpOptions
            {
                Host = "localhost",
                Port = Port,
                Tls = mode switch { "starttls" => SmtpTls.StartTls, "tls" => SmtpTls.Tls, _ => SmtpTls.None },
                User = signsIn ? MailServer.User : null,
                Password = signsIn ? new SecretReference { File = folder.File("password") } : null,
            },
        };
    }

    /// <summary>What it has taken, in order.</summary>
    public IReadOnlyList<MimeMessage> Received() => [.. server.Mails.Select(file => MimeMessage.Load(file))];

    /// <summary>Waits until it has taken so many.</summary>
    public Task<IReadOnlyList<MimeMessage>> ReceivedAsync(int count) =>
        Eventually.ReadAsync(() => Task.FromResult(Received()), mails => mails.Count >= count);

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
