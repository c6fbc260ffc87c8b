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
    [InlineData("""{"scope":{"surfaces":[]},"serves":{"exclude":["CN"]}}""", "spec.scope.surfaces: is an empty list")]
    [InlineData("""{"scope":{"surfaces":["api","api"]},"serves":{"exclude":["CN"]}}""", "spec.scope.surfaces[1]: is listed twice")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"announced":"2024-06-25T00:00:00Z"}""", "spec.announced: has nothing to announce: the policy is in force from ever; accepted: effective.from")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"notice_from":"2024-06-25T00:00:00Z"}""", "spec.notice_from: has nothing to notify of")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"announced":"2024-06-25T00:00:00Z","notice_from":"2024-06-24T00:00:00Z","effective":{"from":"2024-07-09T00:00:00Z"}}""", "spec.notice_from: is before announced")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"notice_from":"2024-07-10T00:00:00Z","effective":{"from":"2024-07-09T00:00:00Z"}}""", "spec.notice_from: is after effective.from")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"announced":"2024-07-10T00:00:00Z","effective":{"from":"2024-07-09T00:00:00Z"}}""", "spec.announced: is after effective.from")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"notice_url":"https://例え.example"}""", "spec.notice_url: 'https://例え.example' is no URL that a header can carry")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"legal_demand":{"blocked_by":"us","reference":"833/2014"}}""", "spec.legal_demand.blocked_by: 'us' is no URL that a header can carry")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"legal_demand":{"blocked_by":"https://a.example","reference":" "}}""", "spec.legal_demand.reference: is empty")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"account":{}}""", "spec.account: says nothing; accepted: use, ownership_above_percent")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"account":{"use":["billing","billing"]}}""", "spec.account.use[1]: is listed twice")]
    [InlineData("""{"scope":{},"serves":{"exclude":["CN"]},"account":{"ownership_above_percent":100}}""", "spec.account.ownership_above_percent: 100 is out of range")]
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

    [Theory]
    [InlineData("{}", "spec.account: says nothing; accepted: verified, billing, declared, ownership")]
    [InlineData("""{"billing":{"territory":"UK","source":"invoice","as_of":"2026-11-01"}}""", "spec.account.billing.territory: 'UK' is not a territory; did you mean GB (")]
    [InlineData("""{"verified":{"territory":"GB","source":" ","as_of":"2026-11-01"}}""", "spec.account.verified.source: is empty")]
    [InlineData("""{"ownership":[{"territory":"CN","percent":0,"source":"register","as_of":"2026-11-01"}]}""", "spec.account.ownership[0].percent: 0 is out of range")]
    [InlineData("""{"ownership":[{"territory":"CN","percent":60,"source":"r","as_of":"2026-11-01"},{"territory":"US","percent":40.5,"source":"r","as_of":"2026-11-01"}]}""", "spec.account.ownership: adds up to more than 100 percent")]
    public void An_account_says_what_exists_with_its_source(string account, string expected)
    {
        var spec = $$"""{"account":{{account}}}""";
        var error = Assert.Single(Documents.Errors(Documents.Of(ResourceKind.Organization, "acme", spec)));
        Assert.StartsWith($"Organization/acme {expected}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "2024-08-01", "2024-08-01", null)]
    [InlineData(null, "2024-08-01", "2024-07-31", "exemptions[1].organization: 'acme' has an exemption already")]
    [InlineData("2024-08-01", "2024-08-01", "2024-09-01", "exemptions[0].until: is not after from")]
    public void An_organization_has_one_exemption_at_a_time(
        string? from, string until, string nextFrom, string? expected)
    {
        var first = from is null ? "" : $"\"from\":\"{from}T00:00:00Z\",";
        var errors = Documents.Errors(
            Documents.Of(ResourceKind.Organization, "acme", "{}"),
            Documents.Of(ResourceKind.TerritoryPolicy, "t", $$"""
                {"scope":{},"serves":{"exclude":["CN"]},"exemptions":[
                {"organization":"acme",{{first}}"until":"{{until}}T00:00:00Z","approver":"me"},
                {"organization":"acme","from":"{{nextFrom}}T00:00:00Z","until":"2025-01-01T00:00:00Z","approver":"me"}]}
                """));
        if (expected is null)
            Assert.Empty(errors);
        else
            Assert.StartsWith($"TerritoryPolicy/t spec.{expected}", Assert.Single(errors), StringComparison.Ordinal);
    }

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
