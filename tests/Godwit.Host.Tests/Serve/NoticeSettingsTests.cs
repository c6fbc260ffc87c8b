using System.CommandLine;
using Godwit.Control.Notices;
using Godwit.Host.Serve;
using Xunit;

namespace Godwit.Host.Tests.Serve;

/// <summary>How notices are sent, as the settings of serve say it.</summary>
public sealed class NoticeSettingsTests
{
    [Fact]
    public void Without_a_host_no_mail_is_sent_and_webhooks_lead_to_public_addresses()
    {
        var (settings, errors) = Read();

        Assert.Empty(errors);
        Assert.Null(settings.Notices.Smtp);
        Assert.False(settings.Notices.AnyWebhookAddress);
    }

    [Theory]
    [InlineData(null, SmtpTls.StartTls, 587)]
    [InlineData("tls", SmtpTls.Tls, 465)]
    [InlineData("none", SmtpTls.None, 25)]
    public void The_port_is_the_usual_one_of_the_protection(string? mode, SmtpTls tls, int port)
    {
        string[] more = mode is null ? [] : ["--smtp-tls", mode];
        var smtp = Read(["--smtp-host", "localhost", .. more]).Settings.Notices.Smtp!;

        Assert.Equal((tls, port), (smtp.Tls, smtp.Port));
    }

    [Fact]
    public void Everything_can_be_said_by_variables()
    {
        var (settings, errors) = Read([], new()
        {
            ["GODWIT_SMTP_HOST"] = "mail.example.com",
            ["GODWIT_SMTP_PORT"] = "2525",
            ["GODWIT_SMTP_USER"] = "me",
            ["GODWIT_SMTP_PASSWORD"] = "env:MAIL_PASSWORD",
            ["GODWIT_DKIM_DOMAIN"] = "example.com",
            ["GODWIT_DKIM_SELECTOR"] = "s1",
            ["GODWIT_DKIM_KEY"] = "key.pem",
            ["GODWIT_NOTICE_CA"] = "ca.pem",
            ["GODWIT_WEBHOOK_ADDRESSES"] = "any",
        });

        Assert.Empty(errors);
        var smtp = settings.Notices.Smtp!;
        Assert.Equal(("mail.example.com", 2525, "me"), (smtp.Host, smtp.Port, smtp.User));
        Assert.Equal("MAIL_PASSWORD", smtp.Password!.Env);
        Assert.Equal(new DkimOptions("example.com", "s1", "key.pem"), smtp.Dkim);
        Assert.Equal(("ca.pem", true), (settings.Notices.AuthorityFile, settings.Notices.AnyWebhookAddress));
    }

    [Theory]
    [InlineData("--smtp-tls", "ssl", "accepted: starttls, tls, none")]
    [InlineData("--smtp-port", "0", "accepted: 1 to 65535")]
    [InlineData("--smtp-password", "hunter2", "accepted: env:NAME, file:PATH")]
    [InlineData("--dkim-domain", "example.com", "belong together")]
    [InlineData("--webhook-addresses", "all", "accepted: public, any")]
    public void What_is_wrong_is_named_with_what_is_accepted_and_a_password_is_not_repeated(
        string option, string value, string expected)
    {
        var (_, errors) = Read(["--smtp-host", "localhost", option, value]);

        Assert.Contains(errors, error => error.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(errors, error => error.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_setting_of_the_mail_server_without_its_host_is_a_mistake()
    {
        var (_, errors) = Read(["--smtp-user", "me"]);

        Assert.Equal(
            "--smtp-user (GODWIT_SMTP_USER) needs --smtp-host too", Assert.Single(errors));
    }

    private static (ServeSettings Settings, IReadOnlyList<string> Errors) Read(
        string[]? arguments = null, Dictionary<string, string>? environment = null)
    {
        var parse = new Command("serve").WithServeSettings().Parse(arguments ?? []);
        var reader = new ServeSettingsReader(parse, (environment ?? []).GetValueOrDefault);
        return (reader.Read(new DataFolder("unused")), reader.Errors);
    }
}
