using Godwit.Control.Notices;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Mail;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Secrets;
using Godwit.Control.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices.Mail;

/// <summary>From the outbox to a real mail server that refuses, goes away and comes back.</summary>
public sealed class SmtpDeliveryTests
{
    private readonly FakeTimeProvider time = new(Samples.Effective.AddDays(-14));

    [Fact]
    public async Task A_mail_refused_for_now_arrives_later_and_one_refused_for_good_bounces()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await using var test = new SqliteTestDatabase();
        var (outbox, delivery) = await OpenAsync(test, folder, server);
        await ComposeAsync(outbox, "acme", "later", "never");

        Assert.Equal(3, await delivery.RunAsync([Samples.Campaign()], default));
        Assert.Equal("acme@customer.example", Assert.Single(server.Received()).To.ToString());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await delivery.RunAsync([Samples.Campaign()], default));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await delivery.RunAsync([Samples.Campaign()], default));

        Assert.Equal(
            ["acme@customer.example", "later@customer.example"], server.Received().Select(mail => mail.To.ToString()));
        var states = (await outbox.ListAsync(null, null, 10, default))
            .ToDictionary(row => row.Key.Organization, row => (row.State, row.Tries));
        Assert.Equal((NoticeState.Sent, 1), states["acme"]);
        Assert.Equal((NoticeState.Sent, 2), states["later"]);
        Assert.Equal((NoticeState.Bounced, 1), states["never"]);
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_gets_each_mail_once()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await using var test = new SqliteTestDatabase();
        var (outbox, delivery) = await OpenAsync(test, folder, server);
        await server.StopAsync();
        await ComposeAsync(outbox, "acme", "zeta");

        await delivery.RunAsync([Samples.Campaign()], default);
        var waiting = await outbox.ListAsync(null, NoticeState.Pending, 10, default);
        Assert.All(waiting, row => Assert.StartsWith("no connection", row.LastError, StringComparison.Ordinal));
        Assert.Equal(2, waiting.Count);
        await server.StartAsync();
        time.Advance(TimeSpan.FromMinutes(1));
        await delivery.RunAsync([Samples.Campaign()], default);

        Assert.Equal(2, server.Received().Select(mail => mail.MessageId).Distinct().Count());
        Assert.Equal(2, server.Received().Count);
    }

    private async Task<(NoticeOutbox Outbox, NoticeDelivery Delivery)> OpenAsync(
        SqliteTestDatabase test, TestFolder folder, SmtpTestServer server)
    {
        var database = await test.ConnectAsync(time);
        await database.MigrateAsync(default);
        var outbox = new NoticeOutbox(database);
        var options = server.Options();
        var secrets = new CredentialResolver(new SecretSealer(new DataFolder(folder.Path), _ => null), _ => null);
        var channel = new MailChannel(options, secrets, new TrustedRoots(options), time);
        return (outbox, new NoticeDelivery(
            outbox, [channel], new NoticeBackoff(new Random(3)), time, NullLogger<NoticeDelivery>.Instance));
    }

    private async Task ComposeAsync(NoticeOutbox outbox, params string[] organizations) =>
        await outbox.ComposeAsync(
            Samples.Row().Key.Stage, [.. organizations.Select(name => Samples.Row(name))], time.GetUtcNow(), false,
            default);
}
