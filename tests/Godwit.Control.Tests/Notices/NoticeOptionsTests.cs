using Godwit.Control.Notices;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Control.Tests.Notices;

/// <summary>What a process that could not send as it is told says at its start.</summary>
public sealed class NoticeOptionsTests
{
    private static readonly SmtpOptions Server = new()
    {
        Host = "mail.example.com", Port = 587, Tls = SmtpTls.StartTls,
    };

    [Fact]
    public void A_server_without_more_is_enough() => Assert.Empty(Errors(Server));

    [Theory]
    [InlineData("mail.example.com", 1)]
    [InlineData("192.0.2.1", 1)]
    [InlineData("localhost", 0)]
    [InlineData("127.0.0.1", 0)]
    [InlineData("::1", 0)]
    public void Without_protection_only_this_machine_is_spoken_to(string host, int errors)
    {
        var found = Errors(Server with { Host = host, Tls = SmtpTls.None });

        Assert.Equal(errors, found.Count(error => error.StartsWith("smtp tls: none", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_password_that_is_not_there_and_a_user_without_one_are_said()
    {
        var reference = new SecretReference { Env = "MAIL_PASSWORD" };

        Assert.Equal(
            "smtp password: the environment variable MAIL_PASSWORD is not set.",
            Assert.Single(Errors(Server with { User = "me", Password = reference })));
        var error = Assert.Single(Errors(Server with { User = "me" }));
        Assert.StartsWith("smtp user and", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_hold_no_key_and_no_certificate_are_said()
    {
        using var folder = new TestFolder();
        folder.Write("empty.pem", "nothing\n");
        var options = new NoticeOptions
        {
            AuthorityFile = folder.File("empty.pem"),
            Smtp = Server with { Dkim = new DkimOptions("example.com", "s1", folder.File("empty.pem")) },
        };

        var errors = options.Validate(_ => null).ToList();

        Assert.StartsWith("notice ca:", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("dkim key:", errors[1], StringComparison.Ordinal);
    }

    private static List<string> Errors(SmtpOptions smtp) =>
        [.. new NoticeOptions { Smtp = smtp }.Validate(_ => null)];
}
