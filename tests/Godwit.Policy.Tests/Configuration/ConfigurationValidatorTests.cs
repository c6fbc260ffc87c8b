using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Policy.Tests.Configuration;

/// <summary>What resources mean.</summary>
public class ConfigurationValidatorTests
{
    private static readonly ResourceDocument Alpha =
        Documents.Of(ResourceKind.Provider, "alpha", """{"catalog":"alpha","models":[{"name":"own"}]}""");

    [Theory]
    [InlineData("""{"catalog":"alfa"}""", "spec.catalog: there is no catalog entry 'alfa'; did you mean 'alpha'?; accepted: alpha, beta")]
    [InlineData("""{"catalog":"alpha","region":"ue"}""", "spec.region: 'ue' is not a region of 'alpha'; did you mean 'eu'?; accepted: global, eu")]
    [InlineData("""{"catalog":"beta"}""", "spec.variables.resource: is missing: the provider's URLs need it; accepted: Name of the resource.")]
    [InlineData("""{"catalog":"alpha","variables":{"resource":"x"}}""", "spec.variables.resource: 'alpha' has no variable 'resource'")]
    [InlineData("""{"catalog":"alpha","base_url":"alpha.example/v1"}""", "spec.base_url: 'alpha.example/v1' is not an absolute URL")]
    [InlineData("""{"catalog":"alpha","base_url":"https://a.example/v1?x=1"}""", "spec.base_url: 'https://a.example/v1?x=1' has a query or a fragment")]
    [InlineData("""{"catalog":"alpha","credential":{}}""", "spec.credential: needs exactly one member; accepted: env, file, value")]
    [InlineData("""{"catalog":"alpha","credential":{"env":"A","file":"/b"}}""", "spec.credential: needs exactly one member")]
    [InlineData("""{"catalog":"alpha","connect_timeout_ms":50}""", "spec.connect_timeout_ms: 50 is out of range; accepted: 100 to 60000")]
    [InlineData("""{"dialect":"openai_chat","base_url":"http://localhost:8000/v1"}""", "spec.models: is missing")]
    [InlineData("""{"catalog":"alpha","models":[{"name":"a"},{"name":"a"}]}""", "spec.models[1].name: 'a' is listed twice")]
    public void A_provider_that_can_not_work_is_refused(string spec, string expected)
    {
        var error = Assert.Single(Documents.Errors(Documents.Of(ResourceKind.Provider, "p", spec)));

        Assert.StartsWith($"Provider/p {expected}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpha/large", null)]
    [InlineData("alpha/own", null)]
    [InlineData("alpha/lrage", "Provider/alpha has no model 'lrage'; did you mean 'alpha/large'?")]
    [InlineData("alfa/large", "there is no Provider 'alfa'; did you mean 'alpha'?; accepted: alpha")]
    [InlineData("large", "'large' is not a target; accepted: provider/model, e.g. openai/gpt-4o")]
    public void A_target_names_a_provider_and_one_of_its_models(string target, string? expected)
    {
        var errors = Documents.Errors(
            Alpha, Documents.Of(ResourceKind.Route, "r", $$"""{"targets":[{"target":"{{target}}"}]}"""));

        if (expected is null)
            Assert.Empty(errors);
        else
            Assert.StartsWith(
                $"Route/r spec.targets[0].target: {expected}", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"scope":{},"serves":{}}""", "spec.serves: says nothing; accepted: catalog, include, exclude")]
    [InlineData("""{"scope":{},"serves":{"include":[]}}""", "spec.serves.include: is an empty list")]
    [InlineData("""{"scope":{},"serves":{"exclude":["China"]}}""", "spec.serves.exclude[0]: 'China' is not a territory; did you mean CN (China)?")]
    [InlineData("""{"scope":{},"serves":{"exclude":["UK"]}}""", "spec.serves.exclude[0]: 'UK' is not a territory; did you mean GB (")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN","CN"]}}""", "spec.serves.exclude[1]: 'CN' is listed twice")]
    [InlineData("""{"scope":{},"serves":{"include":["UA-43"],"exclude":["UA"]}}""", "spec.serves.include[0]: 'UA-43' is a part of UA, which is excluded")]
    [InlineData("""{"scope":{"providers":["alpa"]},"serves":{"exclude":["CN"]}}""", "spec.scope.providers[0]: there is no Provider or catalog entry 'alpa'; did you mean 'alpha'?")]
    [InlineData("""{"scope":{},"serves":{"catalog":"gamma"}}""", "spec.serves.catalog: there is no catalog entry 'gamma'")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"effective":{"from":"2024-07-09T00:00:00Z","until":"2024-07-09T02:00:00+02:00"}}""", "spec.effective.until: is not after effective.from")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"contact":"ask us"}""", "spec.contact: 'ask us' is no address")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"exemptions":[{"organization":"acme","until":"2030-01-01T00:00:00Z","approver":"me"}]}""", "spec.exemptions[0].organization: there is no Organization 'acme'")]
    public void A_territory_policy_that_means_nothing_is_refused(string spec, string expected)
    {
        var error = Assert.Single(Documents.Errors(Alpha, Documents.Of(ResourceKind.TerritoryPolicy, "t", spec)));

        Assert.StartsWith($"TerritoryPolicy/t {expected}", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_pasted_in_place_of_its_hash_is_not_repeated_in_the_error()
    {
        var errors = Documents.Errors(
            Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Documents.Of(ResourceKind.Project, "web", """{"organization":"acme"}"""),
            Documents.Of(ResourceKind.ApiKey, "k", """{"project":"web","sha256":"gw-secret"}"""));

        Assert.DoesNotContain("gw-secret", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_keys_with_one_hash_are_refused()
    {
        var spec = $$"""{"project":"web","sha256":"{{new string('a', 64)}}"}""";
        var errors = Documents.Errors(
            Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Documents.Of(ResourceKind.Project, "web", """{"organization":"acme"}"""),
            Documents.Of(ResourceKind.ApiKey, "one", spec),
            Documents.Of(ResourceKind.ApiKey, "two", spec));

        Assert.Equal("ApiKey/two spec.sha256: is that of ApiKey/one too", Assert.Single(errors));
    }

    [Theory]
    [InlineData("""{"contact_email":"a@b.example","language":"zh-Hans"}""", 0)]
    [InlineData("""{"contact_email":"a at b","language":"Chinese (simplified)"}""", 2)]
    public void An_organization_has_an_address_and_a_language_that_exist(string spec, int errors) =>
        Assert.Equal(errors, Documents.Errors(Documents.Of(ResourceKind.Organization, "acme", spec)).Count);

    [Fact]
    public void A_route_allowed_to_a_project_exists()
    {
        var errors = Documents.Errors(
            Alpha,
            Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Documents.Of(ResourceKind.Project, "web", """{"organization":"acme","routes":["large","alpha/own","larg"]}"""));

        Assert.StartsWith(
            "Project/web spec.routes[2]: there is no route 'larg'; did you mean 'large'?",
            Assert.Single(errors),
            StringComparison.Ordinal);
    }
}
