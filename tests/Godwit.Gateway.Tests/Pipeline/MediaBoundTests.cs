using System.Net;
using Godwit.Policy.Catalog;
using Godwit.Policy.Configuration;
using Xunit;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>Pictures and other media in limits: their bytes say nothing of what they come to.</summary>
public sealed class MediaBoundTests(GatewayFixture gateway) : IClassFixture<GatewayFixture>
{
    // Inline, of more bytes than the limit has tokens.
    private static readonly string Inline = "data:image/png;base64," + new string('A', 40_000);

    private static readonly string Pictures = Picture(Inline) + "," + Picture("https://example.com/a.png");

    // Each test's own.
    private static int rates;

    [Fact]
    public async Task Pictures_count_as_the_most_that_one_comes_to_and_not_by_their_bytes()
    {
        Publish();
        var body = Body("known/seer", Pictures);

        using var response = await gateway.ChatAsync(body);
        await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body.Length - Inline.Length + (2 * 1_000) + 100, RateHeaders.TokensTaken(response));
    }

    [Theory]
    [InlineData("known/blind")]
    [InlineData("known/rumoured")]
    public async Task Where_nobody_knows_it_they_count_as_all_that_the_model_takes(string model)
    {
        Publish();

        using var response = await gateway.ChatAsync(Body(model, Picture("https://example.com/a.png")));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("the request may need 100100", text);
        Assert.Contains($"counts as all that {model} takes", text);
    }

    [Fact]
    public async Task Sound_and_files_count_as_all_that_the_model_takes()
    {
        Publish();

        foreach (var part in new[]
        {
            """{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""",
            """{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}}""",
        })
        {
            using var response = await gateway.ChatAsync(Body("known/seer", part));
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_tool_with_a_parameter_called_url_is_no_reference()
    {
        Publish();
        const string tools =
            """[{"type":"function","function":{"name":"fetch","parameters":{"type":"object","properties":{"url":{"type":"string"},"image_url":{},"file_id":{}}}}}]""";
        var body = Body("known/seer", """{"type":"text","text":"hello"}""")
            .Replace("\"max_tokens\"", $"\"tools\":{tools},\"max_tokens\"", StringComparison.Ordinal);

        using var response = await gateway.ChatAsync(body);
        await response.Content.ReadAsStringAsync();

        Assert.Equal(body.Length + 100, RateHeaders.TokensTaken(response));
    }

    private void Publish() => gateway.Publish(
        set => set with
        {
            Providers = [.. set.Providers, CatalogSamples.Known(gateway.Simulator.Address)],
            RateLimits = [new($"tpm{++rates}", 1, new() { Unit = LimitUnit.Tokens, Limit = 20_000 })],
        },
        CatalogSamples.Of(
            Dialect.OpenAIChat,
            CatalogSamples.Model("seer", 100_000, picture: 1_000), CatalogSamples.Model("blind", 100_000),
            CatalogSamples.Model("rumoured", 100_000, picture: 1_000, verified: false)));

    private static string Picture(string url) => $$$"""{"type":"image_url","image_url":{"url":"{{{url}}}"}}""";

    private static string Body(string model, string parts) => $$"""
        {"model":"{{model}}","max_tokens":100,"messages":[{"role":"user","content":[{{parts}}]}]}
        """;
}
