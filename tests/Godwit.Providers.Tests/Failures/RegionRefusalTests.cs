using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Providers.Tests.Failures;

/// <summary>
/// Each provider's own refusal of a region, with the rows of its catalog file where it has one, and what looks like it
/// and is something else. The catalogued ones are tested with the files themselves in Godwit.Host.Tests.
/// </summary>
public sealed class RegionRefusalTests
{
    [Theory]
    [InlineData(403, """{"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","param":null,"type":"request_forbidden"}}""")]
    [InlineData(403, """{"error":{"type":"forbidden","message":"Request not allowed"}}""")]
    [InlineData(400, """{"message":"Access to Anthropic models is not allowed from unsupported countries, regions, or territories. Please refer to the list."}""")]
    [InlineData(400, """{"error":{"code":"validation_error","type":"ValidationException","message":"Access to Anthropic models is not allowed from unsupported countries, regions, or territories"}}""")]
    public void A_refusal_of_the_region_is_recognised_without_a_catalog_entry(int status, string body) =>
        Assert.Equal(FailureClass.RegionRefusal, Classify(status, body));

    [Theory]
    // OpenAI: the account's own address list, and the network's page.
    [InlineData(401, """{"error":{"code":"ip_not_authorized","message":"Your IP is not allowed","type":"invalid_request_error"}}""", FailureClass.Auth)]
    [InlineData(403, "<html><title>Attention Required! | Cloudflare</title></html>", FailureClass.Auth)]
    // Anthropic: the key lacks a permission; its API's own errors carry an outer type.
    [InlineData(403, """{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}""", FailureClass.Auth)]
    [InlineData(403, """{"type":"error","error":{"type":"forbidden","message":"Request not allowed"}}""", FailureClass.Auth)]
    [InlineData(401, """{"error":{"type":"forbidden","message":"Request not allowed"}}""", FailureClass.Auth)]
    [InlineData(403, """{"error":{"type":"forbidden","message":"Request not allowed for this key"}}""", FailureClass.Auth)]
    // Bedrock: any other validation error, and one that only quotes the words.
    [InlineData(400, """{"message":"The provided model identifier is invalid."}""", FailureClass.BadRequest)]
    [InlineData(400, """{"message":"Malformed input: 'not allowed from unsupported countries, regions, or territories'"}""", FailureClass.BadRequest)]
    // Gemini's words from somebody who is not Gemini.
    [InlineData(400, """{"error":{"message":"User location is not supported for the API use."}}""", FailureClass.BadRequest)]
    // Azure: network rules.
    [InlineData(403, """{"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}}""", FailureClass.Auth)]
    public void What_only_looks_like_one_is_not(int status, string body, FailureClass meaning) =>
        Assert.Equal(meaning, Classify(status, body));

    [Theory]
    [InlineData("""[{"error":{"code":400,"message":"m","status":"FAILED_PRECONDITION"}}]""")]
    [InlineData("""{"error":{"code":400,"message":"m","status":"FAILED_PRECONDITION"}}""")]
    public void Googles_errors_are_read_bare_and_in_an_array(string body)
    {
        var error = ErrorBody.Read(Encoding.UTF8.GetBytes(body))!;
        Assert.Equal(("400", "FAILED_PRECONDITION", "m"), (error.Code, error.Type, error.Message));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[[{}]]")]
    [InlineData("[")]
    public void Other_arrays_are_no_errors(string body) =>
        Assert.Null(ErrorBody.Read(Encoding.UTF8.GetBytes(body)));

    private static FailureClass Classify(int status, string body) =>
        FailureClassifier.Classify(status, null, Encoding.UTF8.GetBytes(body), []).Class;
}
