using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Tokens;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Godwit.Providers.Tests.Tokens;

/// <summary>What of a request is its input, in every dialect.</summary>
public sealed class RequestEstimateTests
{
    private const string Words = "Which of these two cities is larger, and by how much?";

    private static readonly long OfWords = TokenEstimate.OfText(Encoding.UTF8.GetBytes(Words));

    [Theory]
    [InlineData("""{"model":"a-model-of-a-long-name","messages":[{"role":"user","content":"$"}],"temperature":0.5}""")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"$"}]}],"user":"$","metadata":{"a":"$"}}""")]
    [InlineData("""{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"$","cache_control":{"type":"x"}}]}""")]
    [InlineData("""{"contents":[{"role":"user","parts":[{"text":"$"}]}],"generationConfig":{"stopSequences":["$"]}}""")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"$"}]}],"store":false}""")]
    public void Words_and_messages_count_and_settings_do_not(string body) =>
        Assert.Equal(OfWords + TokenEstimate.OfMessage, Estimate(body));

    [Theory]
    [InlineData("""{"input":"$"}""")]
    [InlineData("""{"prompt":["$"]}""")]
    [InlineData("""{"instructions":"$"}""")]
    [InlineData("""{"content":{"parts":[{"text":"$"}]}}""")]
    [InlineData("""{"requests":[{"model":"models/e","content":{"parts":[{"text":"$"}]}}]}""")]
    public void Words_count_where_there_are_no_messages(string body) => Assert.Equal(OfWords, Estimate(body));

    [Fact]
    public void Tokens_that_are_given_as_such_are_counted() => Assert.Equal(5, Estimate("""{"input":[[1,2,3],[4,5]]}"""));

    [Fact]
    public void A_picture_counts_as_one_however_many_bytes_it_has()
    {
        var picture = new string('A', 100_000);
        foreach (var part in new[]
        {
            $$$"""{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{picture}}}"}}""",
            $$$"""{"type":"image","source":{"type":"base64","media_type":"image/png","data":"{{{picture}}}"}}""",
            $$$"""{"inlineData":{"mimeType":"image/png","data":"{{{picture}}}"}}""",
        })
        {
            Assert.Equal(
                TokenEstimate.OfPicture + OfWords,
                Estimate($$"""{"messages":[{"content":[{{part}},{"type":"text","text":"$"}]}]}"""));
        }
    }

    [Fact]
    public void Names_in_the_schema_of_a_tool_are_input_too()
    {
        const string tools = """
            {"tools":[{"type":"function","function":{"name":"find","parameters":{"properties":{"departure_city":{}}}}}]}
            """;
        Assert.True(Estimate(tools) > Estimate("""{"tools":[{"type":"function","function":{"name":"find"}}]}""") + 3);
    }

    [Fact]
    public void Where_the_models_vocabulary_is_known_the_words_are_counted_by_it()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"messages":[{"role":"user","content":"{{Words}}"}]}""");

        Assert.Equal(
            TiktokenTokenizer.CreateForEncoding("cl100k_base").CountTokens(Words) + TokenEstimate.OfMessage,
            RequestEstimate.OfRequest(body, Vocabularies.Of(Vocabulary.Cl100kBase)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"messages\":")]
    [InlineData("{\"messages\":[{\"content\":\"a\"")]
    [InlineData("{\"messages\":{\"role\":{\"role\":[1,{}]}}}")]
    [InlineData("{\"input\":7}")]
    public void What_is_no_request_has_little_input_and_throws_nothing(string body) =>
        Assert.InRange(Estimate(body), 0, 10);

    [Fact]
    public void Nesting_without_end_throws_nothing() =>
        Assert.InRange(Estimate("{\"messages\":" + new string('[', 100_000)), 0, 10);

    private static long Estimate(string body) => RequestEstimate.OfRequest(
        Encoding.UTF8.GetBytes(body.Replace("$", Words, StringComparison.Ordinal)));
}
