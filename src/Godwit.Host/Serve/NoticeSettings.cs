using System.Globalization;
using Godwit.Control.Notices;
using Godwit.Policy.Configuration;

namespace Godwit.Host.Serve;

/// <summary>Reads how notices are sent from the settings of <c>serve</c>.</summary>
/// <param name="text">The value of a setting; null when it is not given.</param>
/// <param name="add">Takes what is wrong with a setting.</param>
internal sealed class NoticeSettings(Func<ServeSetting, string?> text, Action<ServeSetting, string> add)
{
    private static readonly Dictionary<string, SmtpTls> TlsModes = new()
    {
        ["starttls"] = SmtpTls.StartTls,
        ["tls"] = SmtpTls.Tls,
        ["none"] = SmtpTls.None,
    };

    public NoticeOptions Read() => new()
    {
        Smtp = Smtp(),
        AuthorityFile = text(ServeSettingList.NoticeCa),
        AnyWebhookAddress = AnyAddress(),
    };

    private SmtpOptions? Smtp()
    {
        var (host, tls) = (text(ServeSettingList.SmtpHost), Tls());
        var options = new SmtpOptions
        {
            Host = host ?? "",
            Port = Port(tls),
            Tls = tls,
            User = text(ServeSettingList.SmtpUser),
            Password = Password(),
            From = text(ServeSettingList.SmtpFrom),
            Dkim = Dkim(),
        };
        if (host is not null)
            return options;
        foreach (var setting in ServeSettingList.Smtp.Where(setting => text(setting) is not null))
            add(setting, $"needs {ServeSettingList.SmtpHost.Option.Name} too");
        return null;
    }

    private SmtpTls Tls()
    {
        if (text(ServeSettingList.SmtpTls) is not { } word)
            return SmtpTls.StartTls;
        if (TlsModes.TryGetValue(word, out var mode))
            return mode;
        add(ServeSettingList.SmtpTls, $"is '{word}'; accepted: {string.Join(", ", TlsModes.Keys)}");
        return SmtpTls.StartTls;
    }

    private int Port(SmtpTls tls)
    {
        // As registered for submission and submissions (RFC 6409, RFC 8314), and for relaying.
        var usual = tls switch { SmtpTls.Tls => 465, SmtpTls.None => 25, _ => 587 };
        if (text(ServeSettingList.SmtpPort) is not { } number)
            return usual;
        if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and < 65536)
            return port;
        add(ServeSettingList.SmtpPort, $"is '{number}'; accepted: 1 to 65535");
        return usual;
    }

    // The password itself is no value of an option: process lists and shell histories show those.
    private SecretReference? Password()
    {
        if (text(ServeSettingList.SmtpPassword) is not { } reference)
            return null;
        if (reference.StartsWith("env:", StringComparison.Ordinal) && reference.Length > 4)
            return new SecretReference { Env = reference[4..] };
        if (reference.StartsWith("file:", StringComparison.Ordinal) && reference.Length > 5)
            return new SecretReference { File = reference[5..] };
        add(ServeSettingList.SmtpPassword, "does not say where the password is; accepted: env:NAME, file:PATH");
        return null;
    }

    private DkimOptions? Dkim()
    {
        ServeSetting[] settings =
            [ServeSettingList.DkimDomain, ServeSettingList.DkimSelector, ServeSettingList.DkimKey];
        var values = settings.Select(text).ToArray();
        if (values is [{ } domain, { } selector, { } key])
            return new DkimOptions(domain, selector, key);
        for (var i = 0; i < settings.Length && values.Any(value => value is not null); i++)
        {
            if (values[i] is null)
                add(settings[i], "is missing: domain, selector and key belong together");
        }

        return null;
    }

    private bool AnyAddress()
    {
        if (text(ServeSettingList.WebhookAddresses) is not { } word)
            return false;
        if (word is not ("public" or "any"))
            add(ServeSettingList.WebhookAddresses, $"is '{word}'; accepted: public, any");
        return word == "any";
    }
}
