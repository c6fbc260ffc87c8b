namespace Godwit.Host.Serve;

/// <summary>The settings that say how notices are sent.</summary>
internal static partial class ServeSettingList
{
    public static ServeSetting SmtpHost { get; } = new("--smtp-host", "HOST",
        "Mail server that takes notices. Default: none, and no mail is sent.");

    public static ServeSetting SmtpPort { get; } = new("--smtp-port", "PORT",
        "Its port. Default: 587 for starttls, 465 for tls, 25 for none.");

    public static ServeSetting SmtpTls { get; } = new("--smtp-tls", "MODE",
        "How the connection to it is protected: starttls, tls, or none for a server on this machine. Default: "
            + "starttls.");

    public static ServeSetting SmtpUser { get; } = new("--smtp-user", "NAME",
        "User to sign in to it as. Default: none.");

    public static ServeSetting SmtpPassword { get; } = new("--smtp-password", "REFERENCE",
        "Where the user's password is found: env:NAME or file:PATH.");

    public static ServeSetting SmtpFrom { get; } = new("--smtp-from", "ADDRESS",
        "Mail address that alerts of budgets are sent from. Default: none, and they are not mailed.");

    public static ServeSetting DkimDomain { get; } = new("--dkim-domain", "DOMAIN",
        "Domain that signs mail (DKIM). Default: none, and mail is not signed here.");

    public static ServeSetting DkimSelector { get; } = new("--dkim-selector", "NAME",
        "Selector of the key in the domain's DNS.");

    public static ServeSetting DkimKey { get; } = new("--dkim-key", "FILE",
        "PEM file with the private key that signs mail, RSA or Ed25519.");

    public static ServeSetting NoticeCa { get; } = new("--notice-ca", "FILE",
        "PEM file with authorities trusted for the mail server and webhooks, besides the machine's.");

    public static ServeSetting WebhookAddresses { get; } = new("--webhook-addresses", "WHICH",
        "Where webhooks may lead: public addresses alone, or any. Default: public.");

    /// <summary>Those that mean nothing without a mail server.</summary>
    public static IReadOnlyList<ServeSetting> Smtp =>
        [SmtpPort, SmtpTls, SmtpUser, SmtpPassword, SmtpFrom, DkimDomain, DkimSelector, DkimKey];

    private static IReadOnlyList<ServeSetting> Notices => [SmtpHost, .. Smtp, NoticeCa, WebhookAddresses];
}
