using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>Refusals, as the npm SDKs show them to an application.</summary>
[Collection(GatewayGroup.Name)]
public sealed class NodeSdkErrorTests(GatewayFixture gateway)
{
    public static TheoryData<string> Sdks => ["openai", "ai"];

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_key_of_the_wrong_shape_is_unauthorized(string sdk)
    {
        var error = await (gateway.Client with { ApiKey = "gw-not-a-key" }).RunAsync(sdk, "error");

        AssertError(error, 401, "invalid_api_key");
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_key_with_a_wrong_letter_is_unauthorized(string sdk)
    {
        var last = gateway.ApiKey[^1] == 'a' ? 'b' : 'a';
        var error = await (gateway.Client with { ApiKey = gateway.ApiKey[..^1] + last }).RunAsync(sdk, "error");

        AssertError(error, 401, "invalid_api_key");
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_model_without_a_route_is_not_found(string sdk)
    {
        var error = await (gateway.Client with { Model = "gpt-nope" }).RunAsync(sdk, "error");

        AssertError(error, 404, "model_not_found");
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task A_caller_from_a_territory_that_is_not_served_is_refused_in_OpenAIs_words(string sdk)
    {
        var error = await (gateway.Client with { Address = Caller.InChina }).RunAsync(sdk, "error");

        AssertError(error, 403, "unsupported_country_region_territory");
        Assert.Equal("request_forbidden", error.GetProperty("type").GetString());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
        Assert.Contains(
            "Country, region, or territory not supported",
            error.GetProperty("message").GetString(),
            StringComparison.Ordinal);
        var headers = error.GetProperty("headers");
        Assert.Equal("refused", headers.GetProperty("x-godwit-decision").GetString());
        Assert.StartsWith("CN", headers.GetProperty("x-godwit-territory").GetString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Sdks))]
    public async Task The_same_caller_is_served_by_a_provider_that_may(string sdk)
    {
        var client = gateway.Client with { Address = Caller.InChina, Model = "qwen-plus" };
        var answer = await client.RunAsync(sdk, "chat");

        Assert.Equal("alibaba-qwen", answer.GetProperty("headers").GetProperty("x-godwit-provider").GetString());
    }

    private static void AssertError(JsonElement error, int status, string code)
    {
        Assert.Equal(status, error.GetProperty("status").GetInt32());
        Assert.Equal(code, error.GetProperty("code").GetString());
    }
}
