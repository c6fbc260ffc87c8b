using System.Net;
using Godwit.Control.Notices.Mail;
using Godwit.Control.Secrets;
using Godwit.Policy.Configuration;
using MimeKit;

namespace Godwit.Control.Notices;

/// <summary>How this process sends notices.</summary>
public sealed record NoticeOptions
{
    /// <summary>The mail server; null when this process sends no mail.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>
    /// PEM file with certificates of authorities that are trusted for the mail server and webhooks, besides the
    /// machine's own; null for none.
    /// </summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Whether webhooks may lead to loopback, private and other addresses that are not public.</summary>
    public bool AnyWebhookAddress { get; init; }

    /// <summary>What is wrong, each a sentence that names the option; empty when nothing is.</summary>
    internal IEnumerable<string> Validate(Func<string, string?> environment)
    {
        if (AuthorityFile is { } file && TrustedRoots.TryRead(file, out _) is { } reason)
            yield return $"notice ca: '{file}' {reason}; a PEM file with certificates is expected.";
        if (Smtp is not { } smtp)
            yield break;
        if (smtp.Tls == SmtpTls.None && !IsThisMachine(smtp.Host))
            yield return $"smtp tls: none is for a mail server on this machine only, and '{smtp.Host}' is not known "
                + "to be one; accepted: starttls, tls.";
        if ((smtp.User is null) != (smtp.Password is null))
            yield return "smtp user and smtp password: the one needs the other.";
        if (smtp.Password is { } password && SecretText.Find(password, environment).Problem is { } missing)
            yield return $"smtp password: {missing}.";
        if (smtp.From is { } from && !MailboxAddress.TryParse(from, out _))
            yield return $"smtp from: '{from}' is not a mail address; accepted: name@example.com.";
        if (smtp.Dkim is { } dkim && DkimKey.TryRead(dkim.KeyFile, out _) is { } wrong)
            yield return $"dkim key: '{dkim.KeyFile}' {wrong}; a PEM file with an RSA or Ed25519 private key is "
                + "expected.";
    }

    private static bool IsThisMachine(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>The mail server that takes notices.</summary>
public sealed record SmtpOptions
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required SmtpTls Tls { get; init; }

    /// <summary>User to sign in as; null to sign in as nobody.</summary>
    public string? User { get; init; }

    /// <summary>Mail address that alerts of budgets are sent from; null when none is set.</summary>
    public string? From { get; init; }

    /// <summary>Where the password is found.</summary>
    public SecretReference? Password { get; init; }

    /// <summary>How messages are signed; null for not at all.</summary>
    public DkimOptions? Dkim { get; init; }
}

/// <summary>The key that messages are signed with.</summary>
/// <param name="Domain">Domain that vouches for them.</param>
/// <param name="Selector">Names the public key in the domain's DNS.</param>
/// <param name="KeyFile">PEM file with the private key, RSA or Ed25519.</param>
public sealed record DkimOptions(string Domain, string Selector, string KeyFile);

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpTls
{
    /// <summary>It begins in clear and must go over to TLS before anything is said.</summary>
    StartTls,

    /// <summary>It is TLS from the first byte.</summary>
    Tls,

    /// <summary>It is not; only for a server on this machine.</summary>
    None,
}
