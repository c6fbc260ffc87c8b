using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI;
using Xunit;

namespace Godwit.Providers.Tests.Failures;

public sealed class FailureClassifierTests
{
    private const string Territory = """
        {"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","param":"","type":"request_forbidden"}}
        """;

    private static ProviderFailure Classify(int status, string body, params CatalogError[] rows) =>
        FailureClassifier.Classify(status, null, Encoding.UTF8.GetBytes(body), rows);

    private static CatalogError Row(
        FailureClass meaning, int? status = null, string? code = null, string? contains = null) => new()
        {
            Source = "test", AsOf = new DateOnly(2026, 11, 23), Meaning = meaning, Status = status, Code = code,
            MessageContains = contains,
        };

    [Theory]
    [InlineData(403, Territory, FailureClass.RegionRefusal, false)]
    [InlineData(401, Territory, FailureClass.Auth, false)]
    [InlineData(403, "<html>Sorry, you have been blocked</html>", FailureClass.Auth, false)]
    [InlineData(403, """{"error":{"message":"Country, region, or territory not supported"}}""", FailureClass.Auth, false)]
    [InlineData(401, """{"error":{"code":"ip_not_authorized","message":"Your IP is not in the allowlist"}}""",
        FailureClass.Auth, false)]
    [InlineData(400, """{"error":{"code":"context_length_exceeded","message":"m"}}""", FailureClass.ContextLength, false)]
    [InlineData(400, """{"error":{"code":"content_filter","param":"prompt","innererror":{"code":"x"}}}""",
        FailureClass.ContentFilter, false)]
    [InlineData(429, """{"error":{"type":"insufficient_quota","message":"m"}}""", FailureClass.Quota, false)]
    [InlineData(429, """{"error":{"type":"rate_limit_error","code":"slow_down"}}""", FailureClass.RateLimit, true)]
    [InlineData(429, "", FailureClass.RateLimit, true)]
    [InlineData(402, """{"error":"no money"}""", FailureClass.Balance, false)]
    [InlineData(422, """{"detail":[{"loc":["body"],"msg":"x"}]}""", FailureClass.BadRequest, false)]
    [InlineData(404, """{"error":{"code":"DeploymentNotFound"}}""", FailureClass.NotFound, false)]
    [InlineData(500, "{", FailureClass.ServerError, true)]
    [InlineData(503, "", FailureClass.Overloaded, true)]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"m","http_code":"529"}}""",
        FailureClass.Overloaded, true)]
    [InlineData(504, "", FailureClass.Timeout, true)]
    [InlineData(418, "", FailureClass.Other, false)]
    public void A_failure_is_known_by_code_then_type_then_status(
        int status, string body, FailureClass meaning, bool retryable)
    {
        var failure = Classify(status, body);
        Assert.Equal(meaning, failure.Class);
        Assert.Equal(retryable, failure.Class.Retryable);
        Assert.Equal(
            meaning is not (FailureClass.BadRequest or FailureClass.ContentFilter),
            failure.Class.AnotherTargetMayServe);
    }

    [Fact]
    public void The_most_specific_row_of_the_catalog_wins()
    {
        CatalogError[] rows =
        [
            Row(FailureClass.RateLimit, status: 429),
            Row(FailureClass.Balance, status: 429, code: "1113"),
            Row(FailureClass.ContextLength, status: 400, contains: "range of input length"),
        ];
        Assert.Equal(FailureClass.Balance, Classify(429, """{"error":{"code":1113,"message":"欠费"}}""", rows).Class);
        Assert.Equal(FailureClass.RateLimit, Classify(429, """{"error":{"code":"insufficient_quota"}}""", rows).Class);
        Assert.Equal(
            FailureClass.ContextLength,
            Classify(400, """{"error":{"message":"Range of input length should be [1, 9]"}}""", rows).Class);
        Assert.Equal(FailureClass.BadRequest, Classify(400, """{"error":{"message":"x"}}""", rows).Class);
    }

    [Theory]
    [InlineData("""{"error":{"code":"c","type":"t","message":"m"}}""", "c", "t", "m")]
    [InlineData("""{"code":"c","error":"m"}""", "c", null, "m")]
    [InlineData("""{"object":"error","code":7,"type":"t","message":"m"}""", "7", "t", "m")]
    [InlineData("""{"type":"error","error":{"type":"t","message":"m","http_code":"401"}}""", "401", "t", "m")]
    public void Every_shape_of_error_is_read(string body, string? code, string? type, string message)
    {
        var failure = Classify(400, body);
        Assert.Equal((code, type, message), (failure.Code, failure.Type, failure.Message));
    }

    [Fact]
    public void Retry_after_is_seconds_or_a_date()
    {
        var now = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromSeconds(2), RetryAfterHeader.Parse("2", now));
        Assert.Equal(TimeSpan.FromSeconds(30), RetryAfterHeader.Parse("Mon, 23 Nov 2026 12:00:30 GMT", now));
        Assert.Equal(TimeSpan.Zero, RetryAfterHeader.Parse("Mon, 23 Nov 2026 11:00:00 GMT", now));
        Assert.Null(RetryAfterHeader.Parse("soon", now));
        Assert.Null(RetryAfterHeader.Parse("-5", now));
        Assert.Null(RetryAfterHeader.Parse(null, now));
    }

    [Fact]
    public void A_finish_reason_may_stand_for_a_failure()
    {
        Assert.Equal(FailureClass.ServerError, FailureClassifier.OfFinishReason("network_error"));
        Assert.Equal(FailureClass.Overloaded, FailureClassifier.OfFinishReason("insufficient_system_resource"));
        Assert.Null(FailureClassifier.OfFinishReason("stop"));
    }
}
