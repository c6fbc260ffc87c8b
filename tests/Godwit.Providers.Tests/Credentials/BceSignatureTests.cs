using Godwit.Providers.Credentials;
using Xunit;

namespace Godwit.Providers.Tests.Credentials;

/// <summary>The worked example of https://cloud.baidu.com/doc/Reference/s/wjwvz1xt2.</summary>
public sealed class BceSignatureTests
{
    private static readonly SigningKey Key = new(new string('a', 32), new string('b', 32));
    private static readonly DateTimeOffset Now = new(2015, 4, 27, 8, 23, 49, TimeSpan.Zero);
    private static readonly Uri Uri = new(
        "http://bj.bcebos.com/v1/test/myfolder/readme.txt?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851");

    [Fact]
    public void The_published_request_gets_the_published_signature()
    {
        var request = new SignedRequest(
            "PUT", Uri,
            [
                new("Host", "bj.bcebos.com"), new("Content-Type", "text/plain"), new("Content-Length", "8"),
                new("Content-Md5", "NFzcPqhviddjRNnSOGo4rw=="), new("x-bce-date", "2015-04-27T08:23:49Z"),
            ],
            BodyHash.Empty, Now);
        Assert.Equal(
            "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800/"
            + "content-length;content-md5;content-type;host;x-bce-date/"
            + "d74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e",
            BceSignature.Authorization(request, Key));
    }

    [Fact]
    public void Host_and_date_alone_are_signed_of_the_headers()
    {
        var headers = BceSignature.Sign("PUT", Uri, Key, Now).ToDictionary();
        // The value that the public package bce-auth gives for the same request.
        Assert.Equal(
            "bce-auth-v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/2015-04-27T08:23:49Z/1800/host;x-bce-date/"
            + "1b8de5a23a56eef657c69f94c621e7acd227d049a4ba577f537d5e5cebf0cf32",
            headers["Authorization"]);
        Assert.Equal("2015-04-27T08:23:49Z", headers["x-bce-date"]);
    }

    [Fact]
    public void A_query_is_sorted_as_text_and_parameters_without_value_are_signed_with_an_empty_one()
    {
        // https://cloud.baidu.com/doc/Reference/s/njwvz1yfu: text10 stands before text1, and text last.
        var sorted = Sign("https://h/v2/finetuning?text10=test&text1=%E6%B5%8B%E8%AF%95&text=");
        Assert.Equal(sorted, Sign("https://h/v2/finetuning?text&text1=测试&text10=test"));
        Assert.NotEqual(sorted, Sign("https://h/v2/finetuning?text&text1=测试&text10=other"));
    }

    [Fact]
    public void A_temporary_key_signs_and_sends_its_token()
    {
        var headers = BceSignature.Sign("POST", Uri, Key with { SessionToken = "tok/en" }, Now).ToDictionary();
        Assert.Equal("tok/en", headers["x-bce-security-token"]);
        Assert.Contains("/host;x-bce-date;x-bce-security-token/", headers["Authorization"], StringComparison.Ordinal);
    }

    private static string Sign(string uri) =>
        BceSignature.Sign("POST", new Uri(uri), Key, Now).ToDictionary()["Authorization"];
}
