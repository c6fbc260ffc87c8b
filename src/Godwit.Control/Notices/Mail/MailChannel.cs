using System.Globalization;
using System.Net.Sockets;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Notices.Texts;
using Godwit.Control.Secrets;
using Godwit.Policy.Configuration;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Godwit.Control.Notices.Mail;

/// <summary>Hands messages to the mail server, one connection each.</summary>
internal sealed class MailChannel(
    NoticeOptions options, CredentialResolver secrets, TrustedRoots roots, TimeProvider time) : INoticeChannel
{
    // For each step of the conversation; the whole is bounded by the lease.
    private const int StepTimeoutMs = 20_000;

    private readonly Lazy<DkimKey?> key = new(() => ReadKey(options.Smtp?.Dkim));

    public string? Obstacle =>
        options.Smtp is null ? "no mail server is set: start with --smtp-host (GODWIT_SMTP_HOST)" : null;

    public bool Takes(string channel) => channel == NoticeKey.Mail;

    public async Task<DeliveryOutcome> SendAsync(
        NoticeRow row, NoticePlanConfig plan, CancellationToken cancellation)
    {
        if (options.Smtp is not { } smtp)
            return DeliveryOutcome.Retry(Obstacle!);
        // A plan says in whose name it speaks; a budget does not.
        var sender = plan.Sender.From.Length > 0 ? plan.Sender
            : smtp.From is { } from ? plan.Sender with { From = from } : null;
        if (sender is null)
            return DeliveryOutcome.Retry("no sender is set: start with --smtp-from (GODWIT_SMTP_FROM)");
        if (Compose(row, sender, smtp) is not { } message)
            return DeliveryOutcome.Failed("an address of it is none that mail knows");
        var client = new SmtpClient
        {
            Timeout = StepTimeoutMs,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
                roots.IsTrusted(certificate, chain, errors),
            // As the runtime's own HTTP client: a list of revoked certificates that cannot be reached stops nothing.
            CheckCertificateRevocation = false,
        };
        var outcome = await SendAsync(client, smtp, message, cancellation);
        return outcome with { Farewell = () => CloseAsync(client) };
    }

    private MimeMessage? Compose(NoticeRow row, NoticeSenderConfig sender, SmtpOptions smtp)
    {
        try
        {
            var message = NoticeMail.Create(row, sender, time.GetUtcNow());
            if (smtp.Dkim is { } dkim && key.Value is { } signing)
                NoticeMail.Sign(message, dkim, signing);
            return message;
        }
        catch (ParseException)
        {
            return null;
        }
    }

    private async Task<DeliveryOutcome> SendAsync(
        SmtpClient client, SmtpOptions smtp, MimeMessage message, CancellationToken cancellation)
    {
        try
        {
            await client.ConnectAsync(smtp.Host, smtp.Port, Protection(smtp.Tls), cancellation);
            if (smtp.User is { } user)
            {
                var (password, problem) = secrets.Find(smtp.Password!);
                if (password is null)
                    return DeliveryOutcome.Retry($"smtp password: {problem}");
                await client.AuthenticateAsync(user, password.Reveal(), cancellation);
            }

            await client.SendAsync(message, cancellation);
            return DeliveryOutcome.Sent;
        }
        catch (SmtpCommandException refusal)
        {
            return OfRefusal(refusal);
        }
        catch (Exception e) when (IsConnection(e))
        {
            // Not the message of an authentication's failure: servers put into it what they were told.
            return DeliveryOutcome.Retry(e is MailKit.Security.AuthenticationException
                ? "the mail server refuses the user name or password"
                : PlainText.Line($"no connection to the mail server: {e.Message}"));
        }
    }

    private static DeliveryOutcome OfRefusal(SmtpCommandException refusal)
    {
        var code = (int)refusal.StatusCode;
        var text = PlainText.Line(string.Create(CultureInfo.InvariantCulture, $"{code} {refusal.Message}"));
        return code < 500 ? DeliveryOutcome.Retry(text)
            // The server does not take mail from this sender: no recipient's fault, and no use in trying again.
            : refusal.ErrorCode == SmtpErrorCode.SenderNotAccepted ? DeliveryOutcome.Failed(text)
            : DeliveryOutcome.Bounced(text);
    }

    private static bool IsConnection(Exception e) =>
        e is IOException or SocketException or ProtocolException or CommandException or SslHandshakeException
            or MailKit.Security.AuthenticationException or System.Security.Authentication.AuthenticationException
            or TimeoutException or OperationCanceledException or NotSupportedException or ServiceNotConnectedException;

    private static SecureSocketOptions Protection(SmtpTls tls) => tls switch
    {
        SmtpTls.StartTls => SecureSocketOptions.StartTls,
        SmtpTls.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };

    private static async Task CloseAsync(SmtpClient client)
    {
        using (client)
        {
            try
            {
                if (client.IsConnected)
                    await client.DisconnectAsync(quit: true);
            }
            catch (Exception e) when (IsConnection(e))
            {
                // The message is where it belongs; how the connection ends is of no interest.
            }
        }
    }

    private static DkimKey? ReadKey(DkimOptions? dkim)
    {
        if (dkim is null)
            return null;
        return DkimKey.TryRead(dkim.KeyFile, out var found) is { } wrong
            ? throw new InvalidOperationException($"'{dkim.KeyFile}' {wrong}")
            : found;
    }
}
