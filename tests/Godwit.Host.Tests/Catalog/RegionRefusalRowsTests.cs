using System.Text;
using Godwit.Control.Catalog;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Host.Tests.Catalog;

/// <summary>Errors as providers write them, against the rows of the catalog files that ship.</summary>
public sealed class RegionRefusalRowsTests
{
    private static readonly CatalogSet Shipped = CatalogReader.Read([CatalogReader.ShippedFolder], []);

    [Theory]
    [InlineData("openai", 403, """{"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","param":null,"type":"request_forbidden"}}""")]
    [InlineData("google-gemini", 400, """{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}""")]
    [InlineData("google-gemini", 400, """[{"error":{"code":400,"message":"User location is not supported for the API use.","status":"FAILED_PRECONDITION"}}]""")]
    public void The_providers_own_refusal_of_the_region_is_recognised(string provider, int status, string body) =>
        Assert.Equal(FailureClass.RegionRefusal, Classify(provider, status, body));

    [Theory]
    [InlineData("openai", 401, """{"error":{"code":"ip_not_authorized","message":"Your IP is not in the allow list"}}""", FailureClass.Auth)]
    [InlineData("google-gemini", 400, """{"error":{"code":400,"message":"User location is not supported for the API use without a billing account linked.","status":"FAILED_PRECONDITION"}}""", FailureClass.Balance)]
    [InlineData("google-gemini", 400, """{"error":{"code":400,"message":"Gemini API free tier is not available in your country.","status":"FAILED_PRECONDITION"}}""", FailureClass.BadRequest)]
    [InlineData("google-gemini", 400, """{"error":{"code":400,"message":"Invalid value: User location is not supported","status":"INVALID_ARGUMENT"}}""", FailureClass.BadRequest)]
    [InlineData("azure-openai", 403, """{"error":{"code":"AccessDenied","message":"Access denied due to Virtual Network/Firewall rules."}}""", FailureClass.Auth)]
    [InlineData("azure-openai", 403, """{"error":{"code":"403","message":"Public access is disabled. Please configure private endpoint."}}""", FailureClass.Auth)]
    [InlineData("moonshot", 403, """{"error":{"type":"permission_denied_error","message":"Your IP is not allowed to access this organization"}}""", FailureClass.Auth)]
    [InlineData("tencent-hunyuan", 403, """{"error":{"type":"permission_error","code":"403001","message":"IP not in whitelist"}}""", FailureClass.Auth)]
    [InlineData("tencent-hunyuan", 451, """{"error":{"type":"content_filter_error","code":"451001","message":"blocked"}}""", FailureClass.ContentFilter)]
    [InlineData("alibaba-qwen", 403, """{"error":{"code":"AllocationQuota.FreeTierOnly","type":"AllocationQuota.FreeTierOnly","message":"The free tier of the model has been exhausted."}}""", FailureClass.Quota)]
    public void What_only_looks_like_one_is_not(string provider, int status, string body, FailureClass meaning) =>
        Assert.Equal(meaning, Classify(provider, status, body));

    private static FailureClass Classify(string provider, int status, string body) => FailureClassifier.Classify(
        status, null, Encoding.UTF8.GetBytes(body), Shipped.Find(provider)!.Errors).Class;
}
