using Godwit.Control.Notices;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Mail;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Secrets;
using Xunit;

namespace Godwit.Control.Tests.Notices.Mail;

/// <summary>How a real mail server's answers are taken.</summary>
public sealed class MailChannelTests
{
    [Theory]
    [InlineData("starttls", "True", "True")]
    [InlineData("tls", "False", "None")]
    [InlineData("none", "False", "None")]
    public async Task A_mail_is_handed_over_under_each_protection(string mode, string startedTls, string signedIn)
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder, mode);

        var outcome = await SendAsync(folder, server.Options(), "acme");

        Assert.Equal((NoticeState.Sent, null), (outcome.State, outcome.Error));
        var mail = Assert.Single(server.Received());
        Assert.Equal(startedTls, mail.Headers["X-Test-Tls"]);
        Assert.Equal(signedIn, mail.Headers["X-Test-User"]);
        Assert.Equal($"{Samples.Row("acme").Id}@gateway.example", mail.MessageId);
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_and_one_for_good_is_a_bounce()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);

        var later = await SendAsync(folder, server.Options(), "later");
        var never = await SendAsync(folder, server.Options(), "never");
        var again = await SendAsync(folder, server.Options(), "later");

        Assert.Equal((NoticeState.Pending, "451 4.7.1 Greylisted, try again later"), (later.State, later.Error));
        Assert.Equal((NoticeState.Bounced, "550 5.1.1 No such user"), (never.State, never.Error));
        Assert.Equal(NoticeState.Sent, again.State);
        Assert.Single(server.Received());
    }

    [Fact]
    public async Task A_wrong_password_is_tried_again_and_never_told()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);

        var outcome = await SendAsync(folder, server.Options("wrong horse"), "acme");

        Assert.Equal(NoticeState.Pending, outcome.State);
        Assert.DoesNotContain("horse", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_no_known_authority_vouches_for_gets_nothing()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);

        var stranger = await SendAsync(folder, server.Options() with { AuthorityFile = null }, "acme");
        Assert.Equal(NoticeState.Pending, stranger.State);
        Assert.Empty(server.Received());
    }

    [Fact]
    public async Task A_server_that_offers_no_TLS_gets_nothing_where_TLS_is_asked_for()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder, "none");
        var options = server.Options();

        var outcome = await SendAsync(
            folder, options with { Smtp = options.Smtp! with { Tls = SmtpTls.StartTls } }, "acme");

        Assert.Equal(NoticeState.Pending, outcome.State);
        Assert.Empty(server.Received());
    }

    [Fact]
    public async Task An_address_that_mail_does_not_know_fails_by_itself()
    {
        using var folder = new TestFolder();
        var options = new NoticeOptions
        {
            Smtp = new SmtpOptions { Host = "localhost", Port = 9, Tls = SmtpTls.None },
        };

        var outcome = await SendAsync(folder, options, "two@signs");

        Assert.Equal((NoticeState.Failed, "an address of it is none that mail knows"), (outcome.State, outcome.Error));
    }

    private static async Task<DeliveryOutcome> SendAsync(TestFolder folder, NoticeOptions options, string to)
    {
        var sealer = new SecretSealer(new DataFolder(folder.Path), _ => null);
        var channel = new MailChannel(
            options, new CredentialResolver(sealer, _ => null), new TrustedRoots(options), TimeProvider.System);
        var outcome = await channel.SendAsync(Samples.Row(to), Samples.Plan, default);
        if (outcome.Farewell is { } farewell)
            await farewell();
        return outcome;
    }
}
