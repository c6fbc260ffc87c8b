using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>Documents against shapes.</summary>
public class ConfigurationBinderTests
{
    [Fact]
    public void Members_that_are_left_out_keep_their_defaults()
    {
        var set = Documents.Valid(
            Documents.Of(ResourceKind.Provider, "alpha", """{"catalog":"alpha"}"""),
            Documents.Of(ResourceKind.TerritoryPolicy, "p", """{"scope":{},"serves":{"exclude":["CN"]}}"""));

        Assert.Equal(new ProviderConfig { Catalog = "alpha" }, set.Providers[0].Spec);
        Assert.Equal(5_000, set.Providers[0].Spec.ConnectTimeoutMs);
        Assert.Equal(TerritoryAction.Refuse, set.TerritoryPolicies[0].Spec.Unserved);
    }

    [Fact]
    public void A_shorthand_stands_for_its_member()
    {
        var set = Documents.Valid(Documents.Of(
            ResourceKind.TerritoryPolicy, "p", """{"scope":{},"serves":{"exclude":["CN"]},"anonymizer":"refuse"}"""));

        Assert.Equal(new AnonymizerConfig { All = TerritoryAction.Refuse }, set.TerritoryPolicies[0].Spec.Anonymizer);
    }

    [Theory]
    [InlineData("""{"catalogue":"alpha"}""", "spec.catalogue: there is no key 'catalogue' here; did you mean 'catalog'?")]
    [InlineData("""{"connect_timeout_ms":"soon"}""", "spec.connect_timeout_ms: the text 'soon' stands where a whole number is expected")]
    [InlineData("""{"connect_timeout_ms":"5000"}""", "spec.connect_timeout_ms: the text '5000' stands where a whole number is expected")]
    [InlineData("""{"connect_timeout_ms":5000000000}""", "spec.connect_timeout_ms: 5000000000 is out of range; accepted: ")]
    [InlineData("""{"http2":"yes"}""", "spec.http2: 'yes' is not accepted here; accepted: true, false")]
    [InlineData("""{"catalog":7}""", "spec.catalog: the number 7 stands where text is expected")]
    [InlineData("""{"catalog":null}""", "spec.catalog: has no value; give one or remove the key")]
    [InlineData("""{"models":{}}""", "spec.models: a map stands where a list is expected")]
    [InlineData("""{"models":[{}]}""", "spec.models[0].name: is missing")]
    [InlineData("""{"models":[{"name":"a","operations":["talk"]}]}""", "spec.models[0].operations[0]: 'talk' is not accepted here; accepted: chat, text_completion, embeddings")]
    [InlineData("""{"catalog":"alpha","catalog":"beta"}""", "spec.catalog: is given twice")]
    public void A_wrong_shape_is_an_error_that_names_the_key(string spec, string expected)
    {
        var errors = new List<ConfigurationError>();
        ConfigurationBinder.Bind([Documents.Of(ResourceKind.Provider, "alpha", spec)], errors);

        Assert.StartsWith($"Provider/alpha {expected}", Assert.Single(errors).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_a_document_is_reported()
    {
        var errors = new List<ConfigurationError>();
        ConfigurationBinder.Bind(
            [Documents.Of(ResourceKind.Route, "r", """{"target":[],"on_failure":"retry","targets":[{"when":"sometimes"}]}""")],
            errors);

        Assert.Equal(
            ["spec.target", "spec.on_failure", "spec.targets[0].when", "spec.targets[0].target"],
            errors.Select(e => e.Path));
    }

    [Theory]
    [InlineData("2024-07-09T00:00:00Z", true)]
    [InlineData("2024-07-09T08:00:00.25+08:00", true)]
    [InlineData("2024-07-09T00:00:00", false)]
    [InlineData("2024-07-09", false)]
    [InlineData("2024-02-30T00:00:00Z", false)]
    [InlineData("09.07.2024 00:00", false)]
    public void An_instant_needs_its_offset(string text, bool accepted)
    {
        var errors = new List<ConfigurationError>();
        ConfigurationBinder.Bind(
            [Documents.Of(ResourceKind.ApiKey, "k", $$"""{"project":"p","sha256":"x","expires_at":"{{text}}"}""")], errors);

        Assert.Equal(accepted, errors.Count == 0);
    }

    [Fact]
    public void Documents_that_say_the_same_have_the_same_canonical_json()
    {
        var one = Documents.Of(ResourceKind.TerritoryPolicy, "p",
            """{"anonymizer":"refuse","serves":{"exclude":["CN"]},"scope":{},"effective":{"from":"2024-07-09T08:00:00+08:00"}}""");

        Assert.Equal(
            """{"scope":{},"serves":{"exclude":["CN"]},"effective":{"from":"2024-07-09T00:00:00Z"},"anonymizer":{"all":"refuse"}}""",
            ConfigurationBinder.CanonicalJson(one));
    }

    [Fact]
    public void A_resource_that_is_declared_twice_is_an_error()
    {
        var document = Documents.Of(ResourceKind.Organization, "acme", "{}");

        Assert.Equal("Organization/acme name: is declared twice", Assert.Single(Documents.Errors(document, document)));
    }
}
