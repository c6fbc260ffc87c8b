using Godwit.Control.Budgets;
using Godwit.Control.Notices;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Notices.Mail;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Godwit.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Budgets;

/// <summary>Alerts over a real mail server.</summary>
public sealed class BudgetMailTests
{
    [Fact]
    public async Task An_alert_is_mailed_from_the_address_of_the_process()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await using var node = await StartAsync(folder, Options(server, "godwit@gw.example"));
        await ReachAsync(node);

        var mail = Assert.Single(await server.ReceivedAsync(1));
        Assert.Equal("godwit@gw.example", mail.From.Mailboxes.Single().Address);
        Assert.Equal("money@gw.example", mail.To.Mailboxes.Single().Address);
        Assert.Equal("Budget b: 60 % used", mail.Subject);
        Assert.Contains("6 USD of 10 USD", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("<li>Used: 6 USD of 10 USD", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_sender_it_waits_and_says_what_is_missing()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await using var node = await StartAsync(folder, Options(server, null));
        await ReachAsync(node);

        var outbox = node.App.Services.GetRequiredService<NoticeOutbox>();
        var rows = await Eventually.ReadAsync(
            () => outbox.ListAsync(null, NoticeState.Pending, 10, default),
            rows => rows.Any(row => row.LastError is not null));
        Assert.Contains("--smtp-from", rows.Single().LastError, StringComparison.Ordinal);
        Assert.Empty(server.Received());
    }

    [Fact]
    public void A_sender_that_is_no_address_is_refused_at_the_start()
    {
        var options = new NoticeOptions
        {
            Smtp = new SmtpOptions { Host = "localhost", Port = 25, Tls = SmtpTls.StartTls, From = "nobody at all" },
        };
        Assert.StartsWith("smtp from:", Assert.Single(options.Validate(_ => null)), StringComparison.Ordinal);
    }

    private static NoticeOptions Options(SmtpTestServer server, string? from)
    {
        var options = server.Options();
        return options with { Smtp = options.Smtp! with { From = from } };
    }

    private static Task<ControlNode> StartAsync(TestFolder folder, NoticeOptions options) =>
        ControlNode.StartAsync(folder.File("data"), new ControlOptions { DataFolder = "", Notices = options });

    private static async Task ReachAsync(ControlNode node)
    {
        await node.Client.ApplyAsync(
            """
            kind: Budget
            name: b
            spec: { amount: 10, currency: USD, alerts: [50], recipients: [money@gw.example] }
            """);
        await node.App.Services.GetRequiredService<IRequestStore>().AppendAsync(
            [
                new RequestRecord
                {
                    Id = Guid.CreateVersion7(), StartedAt = DateTimeOffset.UtcNow, Provider = "openai",
                    Decision = RequestDecision.Served, Status = 200, Cost = 6m, Currency = "USD",
                },
            ],
            default);
        await node.App.Services.GetRequiredService<BudgetWorker>().RunOnceAsync(default);
    }
}
