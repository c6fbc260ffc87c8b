using System.Text.Json;
using Godwit.Control.Api;
using Godwit.Control.Budgets;
using Godwit.Control.Notices.Delivery;
using Godwit.Control.Notices.Outbox;
using Godwit.Control.Storage;
using Godwit.Control.Tests.Notices.Delivery;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Contracts;
using Godwit.Policy.Limits;
using Godwit.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Budgets;

/// <summary>Budgets against what was stored, by a clock that a test sets: what counts, and who is told when.</summary>
public sealed class BudgetAlertTests : IAsyncLifetime
{
    // The evening before, in Shanghai it is the first of the month already.
    private static readonly DateTimeOffset Start = new(2026, 10, 31, 18, 0, 0, TimeSpan.Zero);

    private const string Organizations =
        """
        kind: Organization
        name: acme
        spec: { contact_email: ops@acme.example }
        ---
        kind: Organization
        name: zeta
        spec: {}
        ---
        kind: Project
        name: app
        spec: { organization: acme }
        ---
        kind: Project
        name: other
        spec: { organization: zeta }
        ---
        kind: ApiKey
        name: app-key
        spec: { project: app, sha256: "0000000000000000000000000000000000000000000000000000000000000000" }
        ---
        kind: Provider
        name: openai
        spec: { dialect: openai_chat, base_url: "https://llm.example.com/v1", models: [{ name: gpt-4o }] }
        ---
        kind: ExchangeRate
        name: early
        spec: { from: CNY, to: USD, rate: 0.1, valid_from: 2026-01-01 }
        ---
        kind: ExchangeRate
        name: late
        spec: { from: CNY, to: USD, rate: 0.2, valid_from: 2026-11-02 }
        ---

        """;

    private static readonly long Month = new DateTime(2026, 10, 1).Ticks;

    private readonly FakeTimeProvider time = new(Start);
    private readonly RecordingChannel channel = new();
    private readonly TestFolder folder = new();
    private ControlNode node = null!;

    public async ValueTask InitializeAsync() => node = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Each_threshold_is_told_once_in_a_period_and_again_in_the_next()
    {
        await ApplyAsync("amount: 100, currency: USD, alerts: [50, 80, 100], recipients: [money@gw.example]");
        await SpendAsync(49.99m);
        await LookAsync();
        Assert.Empty(channel.Sent);

        await SpendAsync(0.01m);
        await LookAsync();
        await LookAsync();
        Assert.Equal("Budget b: 50 % used", Assert.Single(channel.Sent).Subject);
        Assert.Equal("money@gw.example", channel.Sent.Single().Recipient);

        await SpendAsync(60m);
        await LookAsync();
        // Those of one look lie ready at once, and two senders may take them in either order.
        Assert.Equal(["50%", "100%", "80%"], Percents().Take(1).Concat(Percents().Skip(1).Order()));
        Assert.All(
            channel.Sent.Skip(1),
            row => Assert.Contains("110 USD of 100 USD", row.Body, StringComparison.Ordinal));

        time.SetUtcNow(new DateTimeOffset(2026, 11, 1, 0, 30, 0, TimeSpan.Zero));
        await LookAsync();
        await SpendAsync(55m);
        await LookAsync();
        Assert.Equal(4, Percents().Count());
        Assert.Equal("50%", Percents().Last());
    }

    [Fact]
    public async Task A_restart_and_an_edit_tell_nothing_twice()
    {
        await ApplyAsync("amount: 10, currency: USD, alerts: [50], recipients: [money@gw.example]");
        await SpendAsync(6m);
        await LookAsync();
        await node.DisposeAsync();
        node = await StartAsync();
        await LookAsync();
        await ApplyAsync("amount: 11, currency: USD, alerts: [50], recipients: [money@gw.example]");
        await LookAsync();
        Assert.Single(channel.Sent);
    }

    [Fact]
    public async Task Two_nodes_that_look_at_once_tell_once()
    {
        await ApplyAsync("amount: 10, currency: USD, alerts: [50, 90], recipients: [a@gw.example, b@gw.example]");
        await SpendAsync(10m);
        await using var other = await StartAsync();
        await Task.WhenAll(LookAsync(), LookAsync(other));
        await LookAsync();
        Assert.Equal(4, channel.Sent.Count);
        Assert.Equal(4, channel.Sent.Select(row => row.Id).Distinct().Count());
    }

    [Fact]
    public async Task The_calendar_is_that_of_the_budgets_time_zone()
    {
        await ApplyAsync(
            "amount: 10, currency: USD, time_zone: Asia/Shanghai, alerts: [50], recipients: [money@gw.example]");
        // Still October in Shanghai.
        await SpendAsync(9m, Start.AddHours(-3));
        await SpendAsync(2m);
        await LookAsync();
        Assert.Empty(channel.Sent);
        var view = Assert.Single((await node.Client.BudgetsAsync()).Budgets);
        Assert.Equal((2m, 20m), (view.Used, view.Percent));
        Assert.Equal(new DateTimeOffset(2026, 10, 31, 16, 0, 0, TimeSpan.Zero), view.From);
        Assert.Equal(new DateTimeOffset(2026, 11, 30, 16, 0, 0, TimeSpan.Zero), view.ResetsAt);
    }

    [Fact]
    public async Task Money_is_worth_what_it_was_worth_in_its_time_and_what_cannot_be_converted_is_said()
    {
        time.SetUtcNow(new DateTimeOffset(2026, 11, 3, 12, 0, 0, TimeSpan.Zero));
        await ApplyAsync("amount: 100, currency: USD");
        await SpendAsync(100m, new(2026, 11, 1, 5, 0, 0, TimeSpan.Zero), "CNY");
        await SpendAsync(100m, new(2026, 11, 2, 5, 0, 0, TimeSpan.Zero), "CNY");
        await SpendAsync(7m, time.GetUtcNow(), "USD");
        await SpendAsync(3m, time.GetUtcNow(), "EUR");
        await SpendAsync(null, time.GetUtcNow(), null);
        var view = Assert.Single((await node.Client.BudgetsAsync()).Budgets);
        Assert.Equal(10m + 20m + 7m, view.Used);
        Assert.Equal([new UsageCost("EUR", 3m)], view.NotConverted);
        Assert.Equal(1, view.Unpriced);
    }

    [Fact]
    public async Task A_budget_per_project_counts_each_and_tells_the_organization_it_belongs_to()
    {
        await ApplyAsync("amount: 10, currency: USD, per: project, alerts: [50]");
        await SpendAsync(6m);
        await SpendAsync(4m, project: "other", organization: "zeta");
        await SpendAsync(9m, project: "other", organization: "zeta");
        await LookAsync();
        // Zeta has no address; what it reached is noted all the same.
        Assert.Equal(("ops@acme.example", "project app"),
            (channel.Sent.Single().Recipient, channel.Sent.Single().Key.Organization));
        var views = (await node.Client.BudgetsAsync("b")).Budgets;
        Assert.Equal(["project app", "project other"], views.Select(view => view.Counted));
        Assert.All(views, view => Assert.NotNull(view.Alerts.Single().At));
    }

    [Fact]
    public async Task A_budget_per_end_user_tells_each_once_by_what_it_was_charged()
    {
        var (alice, bob) = (EndUserName.Of("app-key", "alice"u8), EndUserName.Of("app-key", "bob"u8));
        await ApplyAsync("amount: 10, currency: USD, per: end_user, alerts: [50, 80]");
        await SpendAsync(6m, charged: alice);
        await SpendAsync(4m, charged: bob);
        await using var other = await StartAsync();
        await Task.WhenAll(LookAsync(), LookAsync(other));
        await LookAsync();
        var row = Assert.Single(channel.Sent);
        Assert.Equal(("ops@acme.example", $"end_user {alice}"), (row.Recipient, row.Key.Organization));
        Assert.Equal($"Budget b for end user {alice}: 60 % used", row.Subject);
        Assert.DoesNotContain("alice", row.Body, StringComparison.Ordinal);

        await SpendAsync(5m, charged: bob);
        await LookAsync(other);
        await LookAsync();
        Assert.Equal([$"end_user {alice}", $"end_user {bob}", $"end_user {bob}"],
            channel.Sent.Select(sent => sent.Key.Organization));
        var views = (await node.Client.BudgetsAsync("b")).Budgets;
        Assert.Equal(
            [("all", 15m, ""), ($"end_user {bob}", 9m, "50+ 80+"), ($"end_user {alice}", 6m, "50+ 80-")],
            views.Select(view => (
                view.Counted, view.Used,
                string.Join(' ', view.Alerts.Select(a => $"{a.Percent}{(a.At is null ? '-' : '+')}")))));
    }

    [Fact]
    public async Task Only_what_the_budget_is_for_counts_and_of_refused_requests_nothing()
    {
        await ApplyAsync(
            "unit: requests, amount: 10, scope: { projects: [app], models: ['*gpt-4o'], organizations: [acme] }");
        await SpendAsync(1m);
        await SpendAsync(1m, model: "claude");
        await SpendAsync(1m, project: "other", organization: "zeta");
        await SpendAsync(null, provider: null);
        Assert.Equal(1m, Assert.Single((await node.Client.BudgetsAsync()).Budgets).Used);
    }

    [Fact]
    public async Task An_alert_is_written_in_the_language_of_its_reader()
    {
        const string chat = "webhooks: [{ name: chat, url: 'https://hooks.example/x', secret: { value: open } }]";
        await node.Client.ApplyAsync(
            "kind: Organization\nname: acme\nspec: { contact_email: ops@acme.example, language: zh-CN }\n");
        await node.Client.ApplyAsync(
            Organizations[Organizations.IndexOf("kind: Organization\nname: zeta", StringComparison.Ordinal)..]
            + $"kind: Budget\nname: b\nspec: {{ amount: 10, currency: USD, per: project, alerts: [50], {chat} }}\n");
        await SpendAsync(6m);
        await LookAsync();
        Assert.Equal(
            [
                ("mail", "zh-Hans", "预算 b（项目 app）：已使用 60%"),
                ("webhook:chat", "en", "Budget b for project app: 60 % used"),
            ],
            channel.Sent.OrderBy(row => row.Key.Channel, StringComparer.Ordinal)
                .Select(row => (row.Key.Channel, row.Language, row.Subject)));

        channel.Sent.Clear();
        await node.Client.ApplyAsync(
            "kind: Budget\nname: c\nspec: { amount: 10, currency: USD, language: fr-CA, alerts: [50], "
            + $"recipients: [money@gw.example], scope: {{ projects: [app] }}, {chat} }}\n");
        await LookAsync();
        Assert.Equal(["fr", "fr"], channel.Sent.Select(row => row.Language));
    }

    [Fact]
    public async Task What_all_spend_together_is_told_to_no_customer()
    {
        await ApplyAsync("amount: 10, currency: USD, alerts: [50]");
        await SpendAsync(6m);
        await LookAsync();
        Assert.Empty(channel.Sent);
        Assert.NotNull(Assert.Single((await node.Client.BudgetsAsync()).Budgets).Alerts.Single().At);
    }

    [Fact]
    public async Task Webhooks_get_figures_as_json()
    {
        await ApplyAsync(
            "amount: 10, currency: USD, enforcement: soft, alerts: [50], "
            + "webhooks: [{ name: chat, url: 'https://hooks.example/x', secret: { value: open-sesame } }]");
        await SpendAsync(6m);
        await LookAsync();
        using var body = JsonDocument.Parse(channel.Sent.Single().Body);
        Assert.Equal("webhook:chat", channel.Sent.Single().Key.Channel);
        string Text(string name) => body.RootElement.GetProperty(name).ToString();
        Assert.Equal(
            ("budget_alert", "b", "all", "soft"),
            (Text("type"), Text("budget"), Text("counted"), Text("enforcement")));
        Assert.Equal((6m, 10m), (body.RootElement.GetProperty("used").GetDecimal(),
            body.RootElement.GetProperty("amount").GetDecimal()));
        Assert.DoesNotContain("open-sesame", await node.Client.ExportAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_budget_is_said_to_be_one()
    {
        await ApplyAsync("amount: 10, currency: USD");
        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.BudgetsAsync("c"));
        Assert.Equal(404, e.Problem.Status);
    }

    private Task<ControlNode> StartAsync() => ControlNode.StartAsync(
        folder.Path, configure: services => services.AddSingleton<TimeProvider>(time)
            .AddSingleton<INoticeChannel>(channel));

    private IEnumerable<string> Percents() => channel.Sent.Select(row => row.Key.Stage.Stage.Split(' ')[1]);

    private Task<ChangeReport> ApplyAsync(string spec) =>
        node.Client.ApplyAsync($"{Organizations}kind: Budget\nname: b\nspec: {{ {spec} }}\n");

    private async Task LookAsync(ControlNode? at = null)
    {
        var services = (at ?? node).App.Services;
        await services.GetRequiredService<BudgetWorker>().RunOnceAsync(default);
        await services.GetRequiredService<NoticeWorker>().RunOnceAsync(default);
        // The node's own round may have taken a message just before: it is waited for, whatever became of it.
        var outbox = services.GetRequiredService<NoticeOutbox>();
        await Eventually.ReadAsync(
            () => outbox.ListAsync(null, null, 100, default),
            rows => rows.All(row => row.State is not (NoticeState.Sending or NoticeState.Pending)));
    }

    private Task SpendAsync(
        decimal? cost, DateTimeOffset? at = null, string? currency = "USD", string project = "app",
        string organization = "acme", string model = "gpt-4o", string? provider = "openai", string? charged = null) =>
        node.App.Services.GetRequiredService<IRequestStore>().AppendAsync(
            [
                new RequestRecord
                {
                    Id = Guid.CreateVersion7(at ?? time.GetUtcNow()),
                    StartedAt = at ?? time.GetUtcNow(),
                    Organization = organization,
                    Project = project,
                    RequestModel = model,
                    Provider = provider,
                    Model = model,
                    Decision = RequestDecision.Served,
                    Status = 200,
                    Cost = cost,
                    Currency = currency,
                    Usage = new TokenUsage(10, 5, null, null),
                    Charges = charged is null ? null :
                        [new Charge($"Budget/b#USD|{charged}", Month, 0, (long)(cost!.Value * 1_000_000_000))],
                },
            ],
            default);
}
