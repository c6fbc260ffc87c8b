using Godwit.Control.Api;
using Godwit.Control.Territories.Impact;
using Godwit.Control.Tests.Evidence;
using Godwit.Control.Tests.Storage;
using Xunit;

namespace Godwit.Control.Tests.Territories;

public sealed class ImpactOnSqliteTests() : ImpactTests(new SqliteTestDatabase());

public sealed class ImpactOnPostgresTests() : ImpactTests(new PostgresTestDatabase());

/// <summary>Whom a policy touches, by recorded traffic, on every engine.</summary>
public abstract class ImpactTests : IAsyncLifetime
{
    private static readonly Dictionary<string, string?> Period = new()
    {
        ["since"] = "2026-06-01T12:00:00Z", ["until"] = "2026-06-02T00:00:00Z",
    };

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private ControlNode node = null!;

    private protected ImpactTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(EvidenceSamples.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_policy_that_is_not_applied_tells_whom_it_would_touch_and_changes_nothing()
    {
        await node.StoreAsync(
            EvidenceSamples.Record(0, "CN"), EvidenceSamples.Record(5000, "CN"), EvidenceSamples.Record(2, "DE"),
            EvidenceSamples.Record(3, "DE", "other"));

        var report = await node.Client.ImpactAsync(EvidenceSamples.Policy(), Period);

        Assert.Equal((4, 2, 0, null), (report.Requests, report.Affected, report.Undecided, report.Version));
        var acme = Assert.Single(report.Organizations);
        Assert.Equal(("acme", 2, 2 / 3d), (acme.Organization, acme.Requests, acme.Share));
        Assert.Equal((200, 20), (acme.InputTokens, acme.OutputTokens));
        Assert.Equal([new UsageCost("USD", 1m)], acme.Spend);
        Assert.Equal(["acme-app", "acme-key"], acme.Projects.Concat(acme.ApiKeys));
        Assert.Equal(
            (EvidenceSamples.Start, EvidenceSamples.Start.AddSeconds(5000)), (acme.FirstSeen, acme.LastSeen));
        Assert.Equal([new ImpactCount("CN", 2)], acme.Territories);
        Assert.Equal("high", acme.ConfidenceFloor);
        Assert.Equal([new ImpactCount("high", 2)], acme.Confidence);
        Assert.Equal([new ImpactCount("refuse", 2)], acme.Actions);
        Assert.Equal(["203.0.0.0/24"], acme.Networks);
        Assert.DoesNotContain((await node.Client.ListAsync()).Items, r => r.Name == "cut");
    }

    [Fact]
    public async Task What_may_serve_instead_is_named()
    {
        await node.StoreAsync(EvidenceSamples.Record(0, "CN"));

        var report = await node.Client.ImpactAsync(EvidenceSamples.Policy(), Period);

        var use = Assert.Single(Assert.Single(report.Organizations).Uses);
        Assert.Equal(("chat", "maker", "large", "chat"), (use.RequestModel, use.Provider, use.Model, use.Operation));
        Assert.Equal(["east/same"], use.Alternatives.Select(a => a.Target));
    }

    [Fact]
    public async Task An_applied_policy_is_asked_by_its_name_whenever_it_comes_into_force()
    {
        await node.Client.ApplyAsync(EvidenceSamples.Policy(more: "effective: { from: 2124-01-01T00:00:00Z }"));
        await node.StoreAsync(EvidenceSamples.Record(0, "CN"));

        var report = await node.Client.ImpactAsync(
            null, new Dictionary<string, string?>(Period) { ["policy"] = "cut" });

        Assert.Equal((1, 1, 1), (report.Requests, report.Affected, report.Version));
        Assert.Equal(2124, report.At.Year);
    }

    [Fact]
    public async Task An_applied_policy_is_asked_from_the_beginning_of_its_notice_on()
    {
        await node.Client.ApplyAsync(EvidenceSamples.Policy(
            more: "notice_from: 2026-06-01T13:00:00Z\n  effective: { from: 2124-01-01T00:00:00Z }"));
        await node.StoreAsync(EvidenceSamples.Record(0, "CN"), EvidenceSamples.Record(5000, "CN"));

        var report = await node.Client.ImpactAsync(
            null, new Dictionary<string, string?> { ["policy"] = "cut", ["until"] = "2026-06-02" });

        Assert.Equal((1, EvidenceSamples.Start.AddHours(1)), (report.Affected, report.Since));
    }

    [Fact]
    public async Task One_organization_can_be_asked_for_and_nobody_touched_is_an_empty_list()
    {
        await node.StoreAsync(EvidenceSamples.Record(0, "CN"), EvidenceSamples.Record(1, "CN", "other"));

        var one = await node.Client.ImpactAsync(
            EvidenceSamples.Policy(), new Dictionary<string, string?>(Period) { ["organization"] = "other" });
        var none = await node.Client.ImpactAsync(EvidenceSamples.Policy("FR"), Period);

        Assert.Equal(["other"], one.Organizations.Select(o => o.Organization));
        Assert.Equal((2, 0), (none.Requests, none.Affected));
        Assert.Empty(none.Organizations);
    }

    [Theory]
    [InlineData("cut2", "there is no policy 'cut2'")]
    [InlineData(null, "a TerritoryPolicy in the body")]
    public async Task A_question_without_a_policy_says_what_is_accepted(string? policy, string expected)
    {
        var e = await Assert.ThrowsAsync<AdminApiException>(() => node.Client.ImpactAsync(
            "kind: Organization\nname: more\nspec: {}\n", new Dictionary<string, string?> { ["policy"] = policy }));

        Assert.Equal(400, e.Problem.Status);
        Assert.Contains(expected, e.Problem.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_with_an_error_is_refused_with_its_place()
    {
        var e = await Assert.ThrowsAsync<AdminApiException>(
            () => node.Client.ImpactAsync(EvidenceSamples.Policy("ZZ"), Period));

        Assert.Equal(422, e.Problem.Status);
        Assert.Equal("spec.serves.exclude[0]", Assert.Single(e.Problem.Errors!).Path);
    }
}
