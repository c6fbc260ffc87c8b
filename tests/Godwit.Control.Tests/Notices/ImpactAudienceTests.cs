using Godwit.Control.Notices;
using Godwit.Control.Tests.Evidence;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Godwit.Control.Tests.Notices;

/// <summary>Who is found by recorded traffic.</summary>
public sealed class ImpactAudienceTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Effective = EvidenceSamples.Start.AddDays(14);

    private readonly TestFolder folder = new();
    private ControlNode node = null!;

    public async ValueTask InitializeAsync()
    {
        var time = new FakeTimeProvider(EvidenceSamples.Start.AddHours(1));
        node = await ControlNode.StartAsync(
            folder.Path, configure: services => services.AddSingleton<TimeProvider>(time));
        await node.Client.ApplyAsync(EvidenceSamples.Configuration);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_organization_is_found_with_what_was_observed_and_what_it_may_use_instead()
    {
        await node.Client.ApplyAsync(EvidenceSamples.Policy());
        await node.StoreAsync(
            EvidenceSamples.Record(0, "CN"), EvidenceSamples.Record(60, "CN"), EvidenceSamples.Record(2, "DE"),
            EvidenceSamples.Record(3, "DE", "other"));

        var acme = Assert.Single(await FindAsync());

        Assert.Equal(("acme", 2), (acme.Organization, acme.Requests));
        Assert.Equal(2 / 3d, (double)acme.Share, 6);
        Assert.Equal((EvidenceSamples.Start, EvidenceSamples.Start.AddSeconds(60)), (acme.FirstSeen, acme.LastSeen));
        Assert.Equal(["CN"], acme.Territories);
        Assert.All(acme.Networks, network => Assert.EndsWith(".0/24", network, StringComparison.Ordinal));
        Assert.Equal(["east/same"], acme.Alternatives);
    }

    [Fact]
    public async Task Traffic_below_the_floor_and_from_anonymizers_counts_only_when_asked_for()
    {
        await node.Client.ApplyAsync(EvidenceSamples.Policy(more: "anonymizer: refuse"));
        await node.StoreAsync(
            Record(0, "low", EvidenceSamples.Evidence("CN", Confidence.Low)),
            Record(1, "vpn", EvidenceSamples.Evidence("CN") with { Network = NetworkKind.Vpn }),
            Record(2, "relay", EvidenceSamples.Evidence("CN") with { Network = NetworkKind.Relay }),
            Record(3, "sure", EvidenceSamples.Evidence("CN")));

        Assert.Equal(["relay", "sure"], NamesOf(await FindAsync()));
        Assert.Equal(["low", "relay", "sure"], NamesOf(await FindAsync(Confidence.Low)));
        Assert.Equal(["relay", "sure", "vpn"], NamesOf(await FindAsync(includeAnonymizers: true)));
    }

    [Fact]
    public async Task Who_is_excluded_by_its_owners_is_told_so_however_unsure_its_addresses_are()
    {
        await node.Client.ApplyAsync(
            """
            kind: Organization
            name: acme
            spec:
              account: { ownership: [{ territory: CN, percent: 60, source: register, as_of: 2026-01-01 }] }
            """);
        await node.Client.ApplyAsync(EvidenceSamples.Policy(more: "account: { ownership_above_percent: 50 }"));
        await node.StoreAsync(Record(0, "acme", EvidenceSamples.Evidence("DE", Confidence.Low)));

        Assert.True(Assert.Single(await FindAsync()).ByAccount);
    }

    [Fact]
    public async Task Who_is_only_observed_is_not_told()
    {
        await node.Client.ApplyAsync(EvidenceSamples.Policy(more: "unserved: observe"));
        await node.StoreAsync(EvidenceSamples.Record(0, "CN"));

        Assert.Empty(await FindAsync());
    }

    [Theory]
    [InlineData("2026-06-10T00:00:00Z", 1)]
    [InlineData("2026-07-10T00:00:00Z", 0)]
    public async Task An_exemption_counts_when_it_holds_at_the_instant_the_policy_takes_effect(string until, int told)
    {
        await node.Client.ApplyAsync(EvidenceSamples.Policy(
            more: $"exemptions: [{{ organization: acme, until: {until}, approver: legal }}]"));
        await node.StoreAsync(EvidenceSamples.Record(0, "CN"));

        Assert.Equal(told, (await FindAsync()).Count);
    }

    [Fact]
    public async Task A_question_that_has_no_answer_is_not_answered_with_nobody() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => FindAsync());

    private Task<IReadOnlyList<AffectedOrganization>> FindAsync(
        Confidence floor = Confidence.Medium, bool includeAnonymizers = false) =>
        node.App.Services.GetRequiredService<INoticeAudience>().FindAsync(
            new AudienceQuestion(
                "cut", Effective, EvidenceSamples.Start.AddDays(-30), EvidenceSamples.Start.AddHours(1), floor,
                includeAnonymizers),
            default);

    private static RequestRecord Record(int second, string organization, AddressEvidence evidence) =>
        EvidenceSamples.Record(second, "CN", organization) with { Evidence = AddressEvidenceText.Write(evidence) };

    private static IEnumerable<string> NamesOf(IReadOnlyList<AffectedOrganization> found) =>
        found.Select(organization => organization.Organization);
}
