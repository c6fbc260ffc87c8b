using System.Globalization;
using Godwit.Control.Api;
using Godwit.Control.Notices;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Tests.Notices.Mail;
using Godwit.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Notices.Api;

/// <summary>Notices from end to end: resources, preview, confirmation, a real mail server, status, bounces.</summary>
public sealed class NoticeApiTests
{
    private static readonly string[] Languages = ["en", "fr", "zh-Hans", "ru", "fa", "ko"];

    [Fact]
    public async Task Nothing_is_sent_before_it_is_confirmed_and_then_each_gets_one_mail_in_its_language()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await using var node = await StartAsync(folder, server);
        await ApplyAsync(node);

        var preview = await node.Client.PreviewNoticesAsync("cut-off");
        Assert.Equal("T-14", preview.Stage);
        Assert.Equal(Languages.Order(), preview.Recipients.Select(r => r.Language).Order());
        // The worker has made drafts of them, and they wait for the plan's hours or for somebody's word.
        await Eventually.ReadAsync(() => node.Client.NoticesAsync("cut-off"), s => s.Items.Count == Languages.Length);
        Assert.Empty(server.Received());

        var sent = await node.Client.SendNoticesAsync(new SendNoticesRequest { Policy = "cut-off" });
        Assert.True(sent.Composed);
        var mails = await server.ReceivedAsync(Languages.Length);
        await node.Client.SendNoticesAsync(new SendNoticesRequest { Policy = "cut-off" });
        var status = await Eventually.ReadAsync(
            () => node.Client.NoticesAsync("cut-off"), s => s.Items.All(item => item.State == NoticeState.Sent));

        Assert.Equal(Languages.Length, server.Received().Count);
        Assert.Equal(Languages.Length, status.Policies[0].Stages[0].Sent);
        foreach (var mail in mails)
        {
            var recipient = preview.Recipients.Single(r => r.Recipient == mail.To.ToString());
            // What was shown is what came.
            Assert.Equal(recipient.Subject, mail.Subject);
            Assert.Equal(recipient.Text, mail.TextBody!.ReplaceLineEndings("\n"));
            Assert.Equal(recipient.Html, mail.HtmlBody!.ReplaceLineEndings("\n"));
            Assert.Equal("True", mail.Headers["X-Test-Tls"]);
        }
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_process_before_ended()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await server.StopAsync();
        await using (var first = await StartAsync(folder, server))
        {
            await ApplyAsync(first);
            await first.Client.SendNoticesAsync(new SendNoticesRequest { Policy = "cut-off" });
            await Eventually.ReadAsync(
                () => first.Client.NoticesAsync("cut-off"), s => s.Items.All(item => item.LastError is not null));
        }

        await using var second = await StartAsync(folder, server);
        var waiting = (await second.Client.NoticesAsync("cut-off")).Items;

        Assert.Equal(Languages.Length, waiting.Count);
        Assert.All(waiting, item => Assert.Equal((NoticeState.Pending, 1), (item.State, item.Tries)));
    }

    [Fact]
    public async Task A_bounce_is_recorded_for_a_message_that_was_sent()
    {
        using var folder = new TestFolder();
        await using var server = await SmtpTestServer.StartAsync(folder);
        await using var node = await StartAsync(folder, server);
        await ApplyAsync(node);
        await Eventually.ReadAsync(() => node.Client.NoticesAsync("cut-off"), s => s.Items.Count == Languages.Length);
        var id = (await node.Client.NoticesAsync("cut-off")).Items[0].Id;
        var bounce = new BounceRequest { Reason = "550 5.1.1\r\nno such user" };
        var early = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.BounceNoticeAsync(id, bounce));
        await node.Client.SendNoticesAsync(new SendNoticesRequest { Policy = "cut-off" });
        await Eventually.ReadAsync(
            () => node.Client.NoticeAsync(id), message => message.Notice.State == NoticeState.Sent);

        var view = await node.Client.BounceNoticeAsync(id, bounce);

        Assert.Equal(409, early.Problem.Status);
        Assert.Equal((NoticeState.Bounced, "550 5.1.1  no such user"), (view.State, view.LastError));
        var unknown = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.BounceNoticeAsync("0", bounce));
        Assert.Equal(404, unknown.Problem.Status);
    }

    [Fact]
    public async Task Wrong_questions_are_answered_with_what_is_accepted()
    {
        using var folder = new TestFolder();
        await using var node = await StartAsync(folder, null);
        await ApplyAsync(node);

        Assert.Equal(404, await StatusOfAsync(() => node.Client.PreviewNoticesAsync("other")));
        Assert.Equal(400, await StatusOfAsync(() => node.Client.PreviewNoticesAsync("cut-off", "T-3")));
        Assert.Equal(400, await StatusOfAsync(() => node.Client.NoticesAsync(state: "lost")));
        Assert.Contains("--smtp-host", (await node.Client.NoticesAsync()).MailObstacle, StringComparison.Ordinal);
        var french = await node.Client.PreviewNoticesAsync("cut-off", organization: "org-ko", language: "fr");
        Assert.Equal("fr", Assert.Single(french.Recipients).Language);
    }

    [Fact]
    public async Task A_preview_shows_what_lies_ready_whatever_was_observed_since()
    {
        using var folder = new TestFolder();
        var audience = new FixedAudience(
            Samples.Acme with { Organization = "org-en" }, Samples.Acme with { Organization = "org-fr" });
        await using var node = await ControlNode.StartAsync(
            folder.Path, configure: services => services.AddSingleton<INoticeAudience>(audience));
        await ApplyAsync(node);
        await Eventually.ReadAsync(() => node.Client.NoticesAsync("cut-off"), s => s.Items.Count == 2);
        audience.Found.Clear();
        audience.Found.Add(Samples.Acme with { Organization = "org-en", Requests = 99_999 });
        audience.Found.Add(Samples.Acme with { Organization = "org-ko" });

        var shown = (await node.Client.PreviewNoticesAsync("cut-off")).Recipients;

        Assert.Equal(["org-en", "org-fr", "org-ko"], shown.Select(recipient => recipient.Organization));
        Assert.Contains("12,345", shown[0].Text, StringComparison.Ordinal);
        Assert.Equal([NoticeState.Pending, NoticeState.Pending, null], shown.Select(recipient => recipient.State));
        Assert.Contains("would not be now", shown[1].Problem, StringComparison.Ordinal);
        Assert.Contains("confirming adds it", shown[2].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_is_none_is_refused_with_its_key()
    {
        using var folder = new TestFolder();
        await using var node = await StartAsync(folder, null);

        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.ApplyAsync(
            Plan + "  templates: { fr: { text: \"{% if %}\" } }\n"));

        Assert.Equal("spec.templates.fr.text", Assert.Single(e.Problem.Errors!).Path);
    }

    [Fact]
    public async Task A_webhooks_secret_is_stored_encrypted_and_never_shown()
    {
        using var folder = new TestFolder();
        await using var node = await StartAsync(folder, null);
        const string webhook =
            "  webhooks: [{ name: chat, url: https://hooks.example/x, secret: { value: open-sesame } }]\n";

        await node.Client.ApplyAsync(Plan + webhook);
        var again = await node.Client.ApplyAsync(Plan + webhook);

        Assert.DoesNotContain("open-sesame", await node.Client.ExportAsync(), StringComparison.Ordinal);
        Assert.Contains("encrypted", await node.Client.ExportAsync(), StringComparison.Ordinal);
        Assert.All(again.Items, item => Assert.Equal(ChangeOutcome.Unchanged, item.Outcome));
    }

    private const string Plan =
        """
        kind: NoticePlan
        name: cut-off
        spec:
          sender: { from: notices@gateway.example, name: Contoso Gateway }
          contest: https://gateway.example/contest

        """;

    private static Task<ControlNode> StartAsync(TestFolder folder, SmtpTestServer? server) => ControlNode.StartAsync(
        folder.File("data"), new ControlOptions { DataFolder = "", Notices = server?.Options() ?? new NoticeOptions() },
        services => services.AddSingleton<INoticeAudience>(new FixedAudience(
            [.. Languages.Select(tag => Samples.Acme with { Organization = NameOf(tag) })])));

    private static async Task ApplyAsync(ControlNode node)
    {
        var effective = DateTimeOffset.UtcNow.AddDays(10)
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var organizations = string.Concat(Languages.Select(tag =>
            $"---\nkind: Organization\nname: {NameOf(tag)}\n"
            + $"spec: {{ contact_email: {NameOf(tag)}@customer.example, language: {tag} }}\n"));
        await node.Client.ApplyAsync(
            Plan + organizations +
            $$"""
            ---
            kind: TerritoryPolicy
            name: cut-off
            spec:
              scope: {}
              serves: { exclude: [CN] }
              effective: { from: {{effective}} }
              notices: { plan: cut-off }

            """);
    }

    private static string NameOf(string tag) => "org-" + tag.ToLowerInvariant();

    private static async Task<int> StatusOfAsync<T>(Func<Task<T>> call) =>
        (await Assert.ThrowsAsync<AdminApiException>(() => call())).Problem.Status;
}
