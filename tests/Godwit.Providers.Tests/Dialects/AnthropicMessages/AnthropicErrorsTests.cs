using Godwit.Providers.Dialects;
using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.Dialects.OpenAIChat;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

public sealed class AnthropicErrorsTests
{
    private static readonly ClientError Territory = new(
        403, "request_forbidden", "unsupported_country_region_territory", null, "Not served in CN.")
    {
        RequestId = "0198",
    };

    [Fact]
    public void A_refusal_of_the_territory_is_a_permission_error()
    {
        Assert.Equal(
            """{"type":"error","error":{"type":"permission_error","message":"Not served in CN.","code":"unsupported_country_region_territory"},"request_id":"0198"}""",
            Anthropic.Written(output => AnthropicDialect.Instance.WriteError(Territory, output)));
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(402, "billing_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(405, "invalid_request_error")]
    [InlineData(413, "request_too_large")]
    [InlineData(422, "invalid_request_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(451, "permission_error")]
    [InlineData(500, "api_error")]
    [InlineData(502, "api_error")]
    [InlineData(503, "overloaded_error")]
    [InlineData(504, "timeout_error")]
    [InlineData(529, "overloaded_error")]
    public void The_type_follows_the_status(int status, string type)
    {
        Assert.Equal(
            $$"""{"type":"error","error":{"type":"{{type}}","message":"m","param":"p"},"request_id":null}""",
            Anthropic.Written(o => AnthropicDialect.Instance.WriteError(new(status, "t", null, "p", "m"), o)));
    }

    [Theory]
    [InlineData(true, "\n\nevent: error\ndata: {")]
    [InlineData(false, "event: error\ndata: {")]
    public void A_stream_that_broke_ends_with_an_error_event(bool inside, string begin)
    {
        var text = Anthropic.Written(o => AnthropicDialect.Instance.WriteStreamError(Territory, inside, o));
        Assert.StartsWith(begin, text, StringComparison.Ordinal);
        Assert.EndsWith("}\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_are_listed_in_one_page()
    {
        var row = new OpenAIModelRow(
            "gpt-4o", DateTimeOffset.UnixEpoch, "openai", "openai", "served", null, new DateOnly(2027, 1, 14), true);
        const string model = """
            {"type":"model","id":"gpt-4o","display_name":"gpt-4o","created_at":"1970-01-01T00:00:00Z","lifecycle":"deprecated","retires_at":"2027-01-14T00:00:00Z","godwit":{"provider":"openai","territory_status":"served","available_until":null,"simulated":true}}
            """;
        Assert.Equal(model, Anthropic.Written(output => AnthropicModelList.WriteOne(output, row)));
        Assert.Equal(
            $$"""{"data":[{{model}}],"has_more":false,"first_id":"gpt-4o","last_id":"gpt-4o"}""",
            Anthropic.Written(output => AnthropicModelList.WriteList(output, [row])));
        Assert.Equal(
            """{"data":[],"has_more":false,"first_id":null,"last_id":null}""",
            Anthropic.Written(output => AnthropicModelList.WriteList(output, [])));
    }

    [Fact]
    public void A_count_of_tokens_is_read_and_written()
    {
        Assert.Equal("""{"input_tokens":14}""", Anthropic.Written(o => AnthropicTokenCount.WriteAnswer(14, o)));
        Assert.Equal(14, AnthropicTokenCount.ReadAnswer("""{"input_tokens":14}"""u8));
        Assert.Null(AnthropicTokenCount.ReadAnswer("<html>"u8));
        Assert.Null(AnthropicTokenCount.ReadAnswer("[]"u8));
    }
}
