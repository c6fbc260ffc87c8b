using System.Text;
using Godwit.Policy.Access;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Godwit.Policy.Contracts;
using Godwit.Policy.Routing;
using Godwit.Policy.Snapshot;
using Godwit.Policy.Tests.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Snapshot;

/// <summary>From resources to what the data plane serves from.</summary>
public class SnapshotCompilerTests
{
    private static readonly ResourceDocument Alpha =
        Documents.Of(ResourceKind.Provider, "alpha", """{"catalog":"alpha","region":"eu","credential":{"env":"ALPHA_KEY"}}""");

    private static readonly ResourceDocument Beta = Documents.Of(
        ResourceKind.Provider,
        "beta",
        """{"catalog":"beta","variables":{"resource":"contoso"},"models":[{"name":"large","provider_model":"my deployment/1"}]}""");

    [Fact]
    public void A_region_gives_the_base_url_and_each_operation_its_path()
    {
        var target = Route(Compile(Alpha), "alpha/large").Targets[0];

        Assert.Equal(
            "https://eu.alpha.example/v1/chat/completions", target.Doors[0].Endpoints[Operation.Chat].AbsoluteUri);
        Assert.DoesNotContain(Operation.Embeddings, target.Doors[0].Endpoints.Keys);
    }

    [Fact]
    public void Placeholders_are_filled_and_the_models_name_is_escaped()
    {
        var target = Route(Compile(Beta), "beta/large").Targets[0];

        Assert.Equal(
            "https://contoso.beta.example/deployments/my%20deployment%2F1/chat/completions?api-version=2024-10-21",
            target.Doors[0].Endpoints[Operation.Chat].AbsoluteUri);
        Assert.Equal("\"my deployment/1\"", Encoding.UTF8.GetString(target.ProviderModelJson.Span));
    }

    [Fact]
    public void The_place_of_a_provider_is_its_region_unless_its_url_is_its_own()
    {
        var own = Documents.Of(
            ResourceKind.Provider, "alpha", """{"catalog":"alpha","base_url":"http://localhost:9001/v1/"}""");

        Assert.Equal("eu", Assert.Single(Compile(Alpha).Providers).CloudRegion);
        Assert.Null(Assert.Single(Compile(own).Providers).CloudRegion);
    }

    [Fact]
    public void A_base_url_of_the_resource_wins_over_the_regions()
    {
        var provider = Documents.Of(ResourceKind.Provider, "alpha", """{"catalog":"alpha","base_url":"http://localhost:9001/v1/"}""");

        Assert.Equal(
            "http://localhost:9001/v1/chat/completions",
            Route(Compile(provider), "large").Targets[0].Doors[0].Endpoints[Operation.Chat].AbsoluteUri);
    }

    [Fact]
    public void A_provider_without_catalog_entry_uses_the_usual_paths()
    {
        var provider = Documents.Of(
            ResourceKind.Provider, "mine", """{"dialect":"openai_chat","base_url":"http://llm.example/v1","models":[{"name":"m","operations":["chat","embeddings"]}]}""");
        var snapshot = Compile(provider);

        Assert.Equal("http://llm.example/v1/embeddings", Route(snapshot, "m")
            .Targets[0].Doors[0].Endpoints[Operation.Embeddings].AbsoluteUri);
        Assert.Equal("mine", snapshot.Providers[0].TelemetryName);
    }

    [Fact]
    public void Every_model_has_implied_routes_and_a_written_one_wins_over_them()
    {
        var snapshot = Compile(Beta, Alpha, Documents.Of(
            ResourceKind.Route, "embed", """{"targets":[{"target":"alpha/large"},{"target":"beta/large","when":"unserved"}],"on_failure":"stop"}"""));

        Assert.Equal(
            ["alpha/embed", "alpha/large", "beta/large", "embed", "large"], snapshot.Routes.All.Select(r => r.Name));
        Assert.Equal("alpha", Route(snapshot, "large").Targets[0].Provider.Name);
        var written = Route(snapshot, "embed");
        Assert.False(written.Implied);
        Assert.Equal(OnFailure.Stop, written.OnFailure);
        Assert.Equal([TargetCondition.Always, TargetCondition.Unserved], written.Targets.Select(t => t.When));
        Assert.True(Route(snapshot, "alpha/embed").Implied);
    }

    [Fact]
    public void Credentials_travel_as_the_entry_says()
    {
        var providers = Compile(Alpha, Beta).Providers;

        Assert.Equal("Authorization", providers[0].Credentials[0].Header!.Name);
        Assert.Equal("Bearer secret-of-alpha", providers[0].Credentials[0].Header!.Value.Reveal());
        Assert.Equal("api-key", providers[1].Credentials[0].Header!.Name);
        Assert.Equal("secret-of-beta", providers[1].Credentials[0].Header!.Value.Reveal());
        Assert.True(providers[1].Http2);
        Assert.Equal([0, 1], providers.Select(p => p.Index));
    }

    [Fact]
    public void A_policy_reaches_providers_by_their_own_name_or_their_entrys()
    {
        var other = Documents.Of(ResourceKind.Provider, "alpha-eu", """{"catalog":"alpha","region":"eu"}""");
        var snapshot = Compile(
            Alpha,
            Beta,
            other,
            Documents.Of(ResourceKind.TerritoryPolicy, "by-entry", """{"scope":{"providers":["alpha"]},"serves":{"catalog":"alpha"}}"""),
            Documents.Of(ResourceKind.TerritoryPolicy, "by-name", """{"scope":{"providers":["alpha-eu"]},"serves":{"exclude":["CN"]}}"""),
            Documents.Of(ResourceKind.TerritoryPolicy, "all", """{"scope":{},"serves":{"exclude":["KP"]}}"""));

        string[] Policies(string name) =>
            [.. snapshot.Providers.Single(p => p.Name == name).Territories.Select(t => t.Name)];
        Assert.Equal(["all", "by-entry"], Policies("alpha"));
        Assert.Equal(["all", "by-entry", "by-name"], Policies("alpha-eu"));
        Assert.Equal(["all"], Policies("beta"));
    }

    [Fact]
    public void A_key_leads_to_its_project_and_organization()
    {
        var snapshot = Compile(
            Alpha,
            Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Documents.Of(ResourceKind.Project, "web", """{"organization":"acme","routes":["large"]}"""),
            Documents.Of(ResourceKind.ApiKey, "ci",
                $$"""{"project":"web","sha256":"{{new string('a', 64)}}","expires_at":"2030-01-01T00:00:00Z"}"""));

        var hash = KeyHash.From(Convert.FromHexString(new string('a', 64)));
        var key = snapshot.Access.Find(hash)!;
        Assert.Equal("acme", key.Project.Organization);
        Assert.Equal(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks, key.ExpiresAtTicks);
        Assert.Equal(long.MaxValue, key.RevokedAtTicks);
        Assert.True(AccessPolicy.MayUse(key, "large"));
        Assert.False(AccessPolicy.MayUse(key, "embed"));
    }

    [Fact]
    public void A_placeholder_may_come_from_the_environment()
    {
        var entry = TestCatalog.Beta with
        {
            Variables = [TestCatalog.Beta.Variables[0] with { Env = "BETA_RESOURCE" }, TestCatalog.Beta.Variables[1]],
        };
        var catalog = new CatalogSet([entry]);
        var provider = Documents.Of(ResourceKind.Provider, "beta", """{"catalog":"beta","models":[{"name":"m"}]}""");
        var (documents, errors) = (new[] { provider }, new List<ConfigurationError>());
        var set = ConfigurationBinder.Bind(documents, errors);

        ConfigurationValidator.Validate(set, catalog, documents, errors);
        Assert.Empty(errors);
        ConfigurationValidator.Validate(set, catalog, documents, errors, _ => null);
        Assert.Contains("BETA_RESOURCE is not set", Assert.Single(errors).Message, StringComparison.Ordinal);

        var snapshot = SnapshotCompiler.Compile(
            set, catalog, _ => null, 1, "h", default, name => name == "BETA_RESOURCE" ? "fabrikam" : null);
        Assert.Equal("fabrikam.beta.example", Route(snapshot, "m").Targets[0].Doors[0].Endpoints[Operation.Chat].Host);
        Assert.Empty(snapshot.Providers[0].Credentials);
    }

    [Theory]
    [InlineData("""{"name":"large"}""", true, Vocabulary.O200kBase)]
    [InlineData("""{"name":"large"}""", false, null)]
    [InlineData("""{"name":"large","tokenizer":"cl100k_base"}""", true, Vocabulary.Cl100kBase)]
    [InlineData("""{"name":"other"}""", true, null)]
    [InlineData("""{"name":"other","tokenizer":"o200k_base"}""", true, Vocabulary.O200kBase)]
    public void Text_is_counted_by_a_vocabulary_that_was_read_at_its_maker_or_is_the_resources_own(
        string model, bool verified, Vocabulary? vocabulary)
    {
        var alpha = TestCatalog.Alpha;
        var tokenizer = new CatalogTokenizer
        {
            Vocabulary = Vocabulary.O200kBase, Verified = verified, Source = alpha.Source, AsOf = alpha.AsOf,
        };
        var catalog = new CatalogSet([alpha with { Models = [alpha.Models[0] with { Tokenizer = tokenizer }] }]);
        var set = Documents.Valid(Documents.Of(
            ResourceKind.Provider, "alpha", $$"""{"catalog":"alpha","models":[{{model}}]}"""));

        var snapshot = SnapshotCompiler.Compile(set, catalog, _ => null, 1, "h", default);

        Assert.Equal(vocabulary, Route(snapshot, model.Contains("large") ? "large" : "other").Targets[0].Vocabulary);
    }

    private static GatewaySnapshot Compile(params ResourceDocument[] documents) => SnapshotCompiler.Compile(
        Documents.Valid(documents),
        TestCatalog.Set,
        provider => new Secret($"secret-of-{provider.Name}"),
        7,
        "hash",
        new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    private static RouteRules Route(GatewaySnapshot snapshot, string name) =>
        snapshot.Routes.TryFind(name, out var route) ? route! : throw new KeyNotFoundException(name);
}
