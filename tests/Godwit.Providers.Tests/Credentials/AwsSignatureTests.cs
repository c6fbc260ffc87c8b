using System.Text;
using Godwit.Providers.Credentials;
using Xunit;

namespace Godwit.Providers.Tests.Credentials;

/// <summary>
/// The published test suite of Signature Version 4, and what Amazon's own SDK gives for a request to Bedrock.
/// </summary>
public sealed class AwsSignatureTests
{
    private static readonly SigningKey Key = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static readonly DateTimeOffset SuiteTime = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31")]
    [InlineData("POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")]
    [InlineData(
        "GET", "/?Param2=value2&Param1=value1", "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500")]
    public void The_published_suites_requests_get_their_signatures(string method, string path, string signature)
    {
        var request = new SignedRequest(
            method, new Uri("https://example.amazonaws.com" + path),
            [new("X-Amz-Date", "20150830T123600Z"), new("Host", "example.amazonaws.com")], BodyHash.Empty, SuiteTime);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            + $"SignedHeaders=host;x-amz-date, Signature={signature}",
            AwsSignature.Authorization(request, "service", "us-east-1", Key));
    }

    [Fact]
    public void The_users_guides_request_gets_its_signature()
    {
        // docs.aws.amazon.com, Signature Version 4 signing process: ListUsers of IAM.
        var request = new SignedRequest(
            "GET", new Uri("https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08"),
            [
                new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                new("Host", "iam.amazonaws.com"), new("X-Amz-Date", "20150830T123600Z"),
            ],
            BodyHash.Empty, SuiteTime);
        Assert.EndsWith(
            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            AwsSignature.Authorization(request, "iam", "us-east-1", Key), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_id_with_a_colon_is_signed_as_amazons_sdk_signs_it()
    {
        // Encoded in the path and once more in what is signed. Computed with AWSSDK.Core 4.1.0.
        var uri = new Uri("https://bedrock-runtime.us-east-1.amazonaws.com/model/"
            + Uri.EscapeDataString("anthropic.claude-3-haiku-20240307-v1:0") + "/converse");
        var hash = BodyHash.Of([Encoding.UTF8.GetBytes("""{"messages":[]}""")]);
        var headers = AwsSignature.Sign(
            "POST", uri, "application/json", hash, "bedrock", "us-east-1",
            Key with { SessionToken = "session/token==" }, new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero))
            .ToDictionary();
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261125/us-east-1/bedrock/aws4_request, "
            + "SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token, "
            + "Signature=90b9a5b63bc84c509cd5a8375dff32453b7154e00ec7be142eded8a4651e195b",
            headers["Authorization"]);
        Assert.Equal("20261125T120000Z", headers["X-Amz-Date"]);
        Assert.Equal("session/token==", headers["X-Amz-Security-Token"]);
        Assert.Equal(hash, headers["X-Amz-Content-Sha256"]);
    }

    [Fact]
    public void The_port_is_part_of_the_host_unless_it_is_the_usual_one()
    {
        Assert.Equal("localhost:8443", SignedRequest.HostOf(new Uri("https://localhost:8443/a")));
        Assert.Equal("localhost", SignedRequest.HostOf(new Uri("https://localhost:443/a")));
    }
}
