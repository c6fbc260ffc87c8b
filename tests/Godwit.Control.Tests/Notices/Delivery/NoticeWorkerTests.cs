using System.Globalization;
using Godwit.Control.Api;
using Godwit.Control.Notices;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices.Delivery;

/// <summary>A policy's way from its announcement to the day after, by a clock that a test sets.</summary>
public sealed class NoticeWorkerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider time = new(Samples.Effective.AddDays(-20));
    private readonly FixedAudience audience = new(Samples.Acme);
    private readonly RecordingChannel channel = new();
    private readonly TestFolder folder = new();
    private ControlNode node = null!;

    public async ValueTask InitializeAsync() => node = await ControlNode.StartAsync(
        folder.Path, configure: services => services.AddSingleton<TimeProvider>(time)
            .AddSingleton<INoticeAudience>(audience).AddSingleton<INoticeChannel>(channel));

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Each_stage_lies_ready_before_its_instant_and_goes_out_once()
    {
        await ApplyAsync();
        await AtAsync(-20);
        await AtAsync(-14, hours: -1);
        Assert.Equal("T-14", Assert.Single(await DraftsAsync()).Key.Stage.Stage);
        await AtAsync(-14, minutes: -1);
        Assert.Empty(channel.Sent);

        foreach (var day in new[] { -14, -10, -7, -1, 0, 1, 5, 30 })
        {
            await AtAsync(day, minutes: 1);
            await AtAsync(day, hours: 2);
        }

        Assert.Equal(["T-14", "T-7", "T-1", "T-0", "T+1"], StagesSent());
        Assert.Single(channel.Sent.Select(row => row.Key.Organization).Distinct());
    }

    [Fact]
    public async Task A_policy_that_comes_late_waits_for_its_hour_and_skips_what_is_over()
    {
        time.SetUtcNow(Samples.Effective.AddDays(-3));
        await ApplyAsync();
        await AtAsync(-3);
        Assert.Equal("T-7", Assert.Single(await DraftsAsync()).Key.Stage.Stage);

        await AtAsync(-3, minutes: 59);
        Assert.Empty(channel.Sent);
        await AtAsync(-3, minutes: 61);
        Assert.Equal(["T-7"], StagesSent());
    }

    [Fact]
    public async Task A_new_version_withdraws_what_waits_and_tells_again()
    {
        await ApplyAsync();
        await AtAsync(-14, hours: -1);
        await ApplyAsync(more: "unknown: refuse");
        await AtAsync(-14, minutes: -30);
        await AtAsync(-14, hours: 2);

        var sent = Assert.Single(channel.Sent);
        Assert.Equal(2, sent.Key.Stage.PolicyVersion);
        var outbox = node.App.Services.GetRequiredService<NoticeOutbox>();
        Assert.Single(await outbox.ListAsync(null, NoticeState.Withdrawn, 10, default));
    }

    [Fact]
    public async Task A_policy_that_announces_nothing_any_more_sends_nothing_any_more()
    {
        await ApplyAsync();
        await AtAsync(-14, hours: -1);
        await node.Client.DeleteAsync("TerritoryPolicy", "cut-off");
        await AtAsync(-14, hours: 2);

        Assert.Empty(channel.Sent);
        Assert.Empty(await DraftsAsync());
    }

    [Fact]
    public async Task A_policy_long_in_force_announces_nothing_when_it_is_edited()
    {
        time.SetUtcNow(Samples.Effective.AddDays(100));
        await ApplyAsync();
        await AtAsync(100);
        await AtAsync(100, hours: 5);

        Assert.Empty(audience.Questions);
        Assert.Empty(channel.Sent);
    }

    [Fact]
    public async Task A_text_that_cannot_be_made_holds_up_no_other_policy()
    {
        const string endless = "{% for i in (1..1000000) %}{% for j in (1..1000000) %}x{% endfor %}{% endfor %}";
        await ApplyAsync();
        await node.Client.ApplyAsync(
            Policy("a-first", "endless") +
            $$"""

            ---
            kind: NoticePlan
            name: endless
            spec:
              sender: { from: notices@gateway.example }
              contest: appeals@gateway.example
              templates: { en: { text: "{{endless}}" } }
            """);
        await AtAsync(-14, hours: -1);
        await AtAsync(-14, hours: 1);

        Assert.Equal("cut-off", Assert.Single(channel.Sent).Key.Stage.Policy);
    }

    private async Task AtAsync(int day, int hours = 0, int minutes = 0)
    {
        var instant = Samples.Effective.AddDays(day).AddHours(hours).AddMinutes(minutes);
        if (instant > time.GetUtcNow())
            time.SetUtcNow(instant);
        await node.App.Services.GetRequiredService<NoticeWorker>().RunOnceAsync(default);
        // The node's own round may have taken a message just before: it is waited for, whatever became of it.
        var outbox = node.App.Services.GetRequiredService<NoticeOutbox>();
        await Godwit.TestSupport.Eventually.ReadAsync(
            () => outbox.ListAsync(null, NoticeState.Sending, 10, default), sending => sending.Count == 0);
    }

    private async Task<IReadOnlyList<NoticeRow>> DraftsAsync() =>
        await node.App.Services.GetRequiredService<NoticeOutbox>().ListAsync(null, NoticeState.Pending, 10, default);

    private IEnumerable<string> StagesSent() => channel.Sent.Select(row => row.Key.Stage.Stage);

    private Task<ChangeReport> ApplyAsync(string more = "unknown: serve") => node.Client.ApplyAsync(
        $$"""
        kind: Organization
        name: acme
        spec: { contact_email: ops@acme.example }
        ---
        kind: NoticePlan
        name: plan
        spec:
          sender: { from: notices@gateway.example }
          contest: appeals@gateway.example
        ---
        {{Policy("cut-off", "plan")}}
          {{more}}
        """);

    private static string Policy(string name, string plan) =>
        $$"""
        kind: TerritoryPolicy
        name: {{name}}
        spec:
          scope: {}
          serves: { exclude: [CN] }
          effective: { from: {{Samples.Effective.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}} }
          notices: { plan: {{plan}} }
        """;
}
