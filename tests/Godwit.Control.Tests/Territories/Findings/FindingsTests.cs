using Godwit.Control.Api;
using Godwit.Control.Storage;
using Godwit.Control.Territories.Findings;
using Godwit.Control.Tests.Storage;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Policy.Territories;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Godwit.Control.Tests.Territories.Findings;

public sealed class FindingsOnSqliteTests() : FindingsTests(new SqliteTestDatabase());

public sealed class FindingsOnPostgresTests() : FindingsTests(new PostgresTestDatabase());

/// <summary>Contradictions in records, over the admin API, on every engine.</summary>
public abstract class FindingsTests : IAsyncLifetime
{
    private const string Configuration =
        """
        kind: Organization
        name: acme
        spec:
          account:
            declared: { territory: DE, source: sign-up form, as_of: 2026-01-15 }
            billing: { territory: AT, source: card, as_of: 2026-02-01 }
        ---
        kind: Organization
        name: other
        spec: {}
        ---
        kind: Provider
        name: local
        spec: { dialect: openai_chat, base_url: "http://127.0.0.1:9/v1", models: [{ name: tiny }] }
        ---
        kind: TerritoryPolicy
        name: ahead
        spec:
          scope: { providers: [local] }
          serves: { exclude: [CN] }
          notice_from: 2026-06-11T00:00:00Z
          effective: { from: 2026-07-01T00:00:00Z }
        """;

    private static readonly DateTimeOffset Start = new(2026, 6, 10, 8, 0, 0, TimeSpan.Zero);

    private readonly TestFolder folder = new();
    private readonly TestDatabase database;
    private readonly List<RequestRecord> records = [];
    private ControlNode node = null!;

    private protected FindingsTests(TestDatabase database) => this.database = database;

    public async ValueTask InitializeAsync()
    {
        node = await ControlNode.StartAsync(database, folder.Path);
        await node.Client.ApplyAsync(Configuration);
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
    public async Task Addresses_that_no_fact_of_the_account_names_are_found_and_those_that_one_names_are_not()
    {
        Requests(20, "key", "DE");
        Requests(20, "key", "AT", hours: 1);
        Requests(12, "key", "CN", hours: 2);
        Requests(9, "key", "FR", hours: 3);
        Requests(20, "elsewhere", "CN", organization: "other");

        var found = Assert.Single(await FindAsync(FindingKind.DeclarationContradicted));

        Assert.Equal(("acme", "key", 12), (found.Organization, found.ApiKey, found.Count));
        Assert.Equal(["CN"], found.Territories);
        Assert.Contains("declared DE (sign-up form, 2026-01-15)", found.Says, StringComparison.Ordinal);
        Assert.Contains("billed in AT", found.Says, StringComparison.Ordinal);
        Assert.Equal(
            (Start.AddHours(2), Start.AddHours(2).AddMinutes(11), Confidence.High),
            (found.FirstSeen, found.LastSeen, found.Confidence));
    }

    [Theory]
    [InlineData(Confidence.Low, NetworkKind.Unclassified, false)]
    [InlineData(Confidence.High, NetworkKind.Hosting, false)]
    [InlineData(Confidence.Medium, NetworkKind.Relay, false)]
    [InlineData(Confidence.High, NetworkKind.Unclassified, true)]
    public async Task What_an_address_does_not_tell_contradicts_nothing(
        Confidence confidence, NetworkKind network, bool disputed)
    {
        Requests(20, "key", "CN", evidence: Evidence("CN") with
        {
            Confidence = confidence, Network = network, Disputed = disputed,
        });

        Assert.Empty(await FindAsync(FindingKind.DeclarationContradicted));
    }

    [Fact]
    public async Task A_key_used_from_many_territories_in_one_day_is_found()
    {
        foreach (var (territory, hour) in new[] { ("DE", 0), ("FR", 1), ("CN", 2), ("BR", 3) })
            Requests(1, "shared", territory, hours: hour, organization: "other");
        foreach (var (territory, hour) in new[] { ("DE", 0), ("FR", 24), ("CN", 48), ("BR", 72) })
            Requests(1, "traveller", territory, hours: hour, organization: "other");

        var found = Assert.Single(await FindAsync(FindingKind.ManyTerritories));

        Assert.Equal(("shared", 4), (found.ApiKey, found.Count));
        Assert.Equal(["BR", "CN", "DE", "FR"], found.Territories);
        Assert.Empty(await FindAsync(FindingKind.ManyTerritories, ("territories_per_day", "5")));
    }

    [Fact]
    public async Task Two_territories_too_far_apart_for_the_time_between_are_found()
    {
        Requests(1, "jumps", "DE", organization: "other");
        Requests(1, "jumps", "SG", hours: 1, organization: "other");
        Requests(1, "flies", "DE", organization: "other");
        Requests(1, "flies", "SG", hours: 14, organization: "other");
        Requests(1, "walks", "DE", organization: "other");
        Requests(1, "walks", "FR", minutes: 1, organization: "other");

        var found = Assert.Single(await FindAsync(FindingKind.ImpossibleTravel));

        Assert.Equal(("jumps", 1L), (found.ApiKey, found.Count));
        Assert.Equal(["DE", "SG"], found.Territories);
        Assert.Equal(records.Where(r => r.ApiKey == "jumps").Select(r => r.Id), found.Requests);
        Assert.Contains("within 60 minutes; 1 such journey(s) between 2", found.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_many_such_journeys_is_one_finding_with_the_worst_of_them()
    {
        foreach (var (territory, minute) in new[] { ("DE", 0), ("SG", 300), ("DE", 360), ("NZ", 420), ("DE", 2000) })
            Requests(1, "key", territory, minutes: minute, organization: "other");

        var found = Assert.Single(await FindAsync(FindingKind.ImpossibleTravel));

        Assert.Equal(3, found.Count);
        Assert.Equal(["DE", "NZ", "SG"], found.Territories);
        Assert.StartsWith("DE and NZ are at least ", found.Says, StringComparison.Ordinal);
        Assert.Equal([records[2].Id, records[3].Id], found.Requests);
    }

    [Fact]
    public async Task Traffic_that_moves_to_hiding_networks_after_a_notice_is_found()
    {
        var vpn = Evidence("NL") with { Network = NetworkKind.Vpn, Confidence = Confidence.Low };
        Requests(20, "hides", "CN", organization: "other");
        Requests(20, "hides", "NL", hours: 48, organization: "other", evidence: vpn);
        Requests(20, "stays", "CN", organization: "other");
        Requests(20, "stays", "CN", hours: 48, organization: "other");
        Requests(20, "untouched", "DE", organization: "other");
        Requests(20, "untouched", "NL", hours: 48, organization: "other", evidence: vpn);

        var found = Assert.Single(await FindAsync(FindingKind.NetworkShift));

        Assert.Equal(("hides", "ahead@1", 20), (found.ApiKey, found.Policy, found.Count));
        Assert.Contains("0 % of the requests came by vpn, since then 100 %", found.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_feed_of_networks_it_says_that_nothing_was_looked_for()
    {
        Requests(20, "key", "CN", hours: 48, evidence: Evidence("CN") with { Coverage = [NetworkKind.Special] });

        Assert.Contains("was not looked for", Assert.Single((await ReadAsync()).Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_refused_a_territory_itself_is_found_with_the_policy_that_was_behind()
    {
        Requests(3, "key", "CN", organization: "other");
        records[0] = Refused(records[0], "openai", "openai@2");
        records[1] = Refused(records[1], "openai", "openai@2");
        // Text of a client's own is no refusal.
        records[2] = records[2] with { RequestModel = "\"failure\":\"region_refusal\"" };

        var found = Assert.Single(await FindAsync(FindingKind.PolicyBehind));

        Assert.Equal(("openai", "openai@2", 2L, "other"), (
            found.Provider, found.Policy, found.Count, found.Organization));
        Assert.Equal(["CN"], found.Territories);
        Assert.Equal([records[1].Id, records[0].Id], found.Requests);
    }

    [Fact]
    public async Task The_status_says_which_policies_are_behind()
    {
        var now = TimeProvider.System.GetUtcNow();
        records.Add(Refused(Record("key", "acme", "CN", now, Evidence("CN")), "openai", null));
        await StoreAsync();

        var line = Assert.Single((await node.Client.StatusAsync()).PoliciesBehind);

        Assert.StartsWith(
            "openai itself refuses callers from CN; no policy has it in its scope (1 in seven days", line,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_organization_may_be_asked_for_and_wrong_parameters_are_named()
    {
        Requests(20, "key", "CN");
        await StoreAsync();

        Assert.Empty((await ReadAsync(("organization", "other"))).Findings);
        var wrong = await Assert.ThrowsAsync<AdminApiException>(() => ReadAsync(("min_confidence", "sure")));
        Assert.Contains("min_confidence: one of none, low", wrong.Problem.Title, StringComparison.Ordinal);
    }

    private async Task<Finding[]> FindAsync(FindingKind kind, params (string, string?)[] filters)
    {
        await StoreAsync();
        return [.. (await ReadAsync(filters)).Findings.Where(finding => finding.Kind == kind)];
    }

    private async Task<FindingsReport> ReadAsync(params (string Name, string? Value)[] filters)
    {
        var query = filters.ToDictionary(filter => filter.Name, filter => filter.Value);
        query["since"] = "2026-06-10";
        query["until"] = "2026-06-20";
        return await node.Client.FindingsAsync(query);
    }

    private Task StoreAsync() => node.App.Services.GetRequiredService<IRequestStore>()
        .AppendAsync(records, CancellationToken.None);

    private void Requests(
        int count, string key, string territory, int hours = 0, int minutes = 0, string organization = "acme",
        AddressEvidence? evidence = null)
    {
        for (var i = 0; i < count; i++)
        {
            records.Add(Record(
                key, organization, territory, Start.AddHours(hours).AddMinutes(minutes + i),
                evidence ?? Evidence(territory)));
        }
    }

    private static RequestRecord Record(
        string key, string organization, string territory, DateTimeOffset at, AddressEvidence evidence) => new()
    {
        Id = Guid.CreateVersion7(at), StartedAt = at, Organization = organization, Project = "app", ApiKey = key,
        Territory = territory, Confidence = evidence.Confidence, Evidence = AddressEvidenceText.Write(evidence),
        Provider = "local", Model = "tiny", Decision = RequestDecision.Served, Status = 200,
    };

    private static RequestRecord Refused(RequestRecord record, string provider, string? policy) => record with
    {
        Attempts =
        [
            new AttemptRecord
            {
                Provider = provider, Model = "m", Status = 403, Failure = FailureClass.RegionRefusal,
                PolicyBehind = policy,
            },
        ],
    };

    private static AddressEvidence Evidence(string territory)
    {
        var code = TerritoryCode.Parse(territory);
        return new AddressEvidence
        {
            Best = code, Candidates = [new TerritoryCandidate(code, default, ["ipfire"])],
            Confidence = Confidence.High, Coverage = [NetworkKind.Hosting, NetworkKind.Vpn, NetworkKind.Special],
        };
    }
}
