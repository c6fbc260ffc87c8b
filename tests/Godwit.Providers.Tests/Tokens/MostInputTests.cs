using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.Tokens;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Godwit.Providers.Tests.Tokens;

/// <summary>The most tokens that a request makes, against what the vocabulary counts of the whole prompt.</summary>
public sealed class MostInputTests
{
    private static readonly TiktokenTokenizer O200k = TiktokenTokenizer.CreateForEncoding("o200k_base");
    private static readonly TiktokenTokenizer Cl100k = TiktokenTokenizer.CreateForEncoding("cl100k_base");

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void The_bound_is_never_below_what_a_prompt_makes(int seed, bool older)
    {
        var random = new Random(seed);
        var exact = older ? Cl100k : O200k;
        var counter = Vocabularies.Of(older ? Vocabulary.Cl100kBase : Vocabulary.O200kBase);
        for (var i = 0; i < 150; i++)
        {
            var conversation = RandomConversation.Of(random);
            foreach (var body in conversation.Bodies())
            {
                var most = MostInput.Of(body, counter, long.MaxValue);
                var made = CountPlain(exact, conversation.Rendered()) + conversation.TemplateTokens;
                Assert.True(
                    most.Tokens >= made, $"{seed}, {i}: {most.Tokens} < {made} of {Encoding.UTF8.GetString(body)}");
                Assert.InRange(most.Tokens, 0, body.Length + (8 * conversation.Texts));
            }
        }
    }

    [Fact]
    public void A_long_prompt_counts_a_fourth_of_its_bytes_and_not_much_more_than_it_makes()
    {
        var text = RandomConversation.Sample("en.txt", 8000);
        var body = Json(new { model = "m", messages = new[] { new { role = "user", content = text } } });

        var most = MostInput.Of(body, Vocabularies.Of(Vocabulary.O200kBase), 3000);

        Assert.True(most.IsWhole);
        Assert.InRange(most.Tokens, O200k.CountTokens(text), O200k.CountTokens(text) + 120);
    }

    [Fact]
    public void Counting_is_given_up_where_there_is_no_room_and_tells_about_how_much_it_would_be()
    {
        var text = RandomConversation.Sample("en.txt", 400_000);
        var body = Json(new { messages = new[] { new { role = "user", content = text } } });

        var count = MostInput.Of(body, Vocabularies.Of(Vocabulary.O200kBase), 1000);

        Assert.Equal((false, 1001), (count.IsWhole, count.Tokens));
        Assert.InRange(count.Likely, O200k.CountTokens(text) / 2, O200k.CountTokens(text) * 2);
    }

    [Theory]
    [InlineData("image_url", "$")]
    [InlineData("data", "$")]
    [InlineData("file_data", "$")]
    [InlineData("thoughtSignature", "$")]
    [InlineData("content", "data:image/png;base64,$")]
    public void What_is_no_text_counts_by_its_bytes(string name, string value)
    {
        var data = value.Replace("$", Convert.ToBase64String(new byte[3000]), StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes($$"""{"messages":[{"role":"user","{{name}}":"{{data}}"}]}""");

        Assert.Equal(body.Length, MostInput.Of(body, Vocabularies.Of(Vocabulary.O200kBase), long.MaxValue).Tokens);
    }

    [Fact]
    public void Half_a_pair_is_no_text_and_counts_by_its_bytes()
    {
        var body = Encoding.UTF8.GetBytes(
            $$"""{"messages":[{"role":"user","content":"{{new string('a', 500)}}\ud83d"}]}""");

        Assert.Equal(body.Length, MostInput.Of(body, Vocabularies.Of(Vocabulary.O200kBase), long.MaxValue).Tokens);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"messages\":[\"")]
    [InlineData("[[[[")]
    public void What_is_no_request_counts_by_its_bytes(string body) => Assert.Equal(
        body.Length,
        MostInput.Of(Encoding.UTF8.GetBytes(body), Vocabularies.Of(Vocabulary.Cl100kBase), long.MaxValue).Tokens);

    [Theory]
    [InlineData("<|endoftext|>", 7)]
    [InlineData("<|im_start|>", 6)]
    public void Text_like_a_special_token_counts_as_text(string special, int atLeast)
    {
        var text = string.Concat(Enumerable.Repeat(special, 10));

        Assert.InRange(Vocabularies.Of(Vocabulary.O200kBase).Count(text), 10 * (atLeast - 2), long.MaxValue);
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData("\u0301")]
    [InlineData("汉")]
    [InlineData("😀")]
    [InlineData("\n")]
    [InlineData("<|")]
    public void A_word_without_an_end_is_counted_in_pieces_and_not_too_low(string letter)
    {
        var text = string.Concat(Enumerable.Repeat(letter, 400));

        Assert.True(Vocabularies.Of(Vocabulary.O200kBase).Count(text) >= CountPlain(O200k, text));
        // Long enough that the square of its length would not end.
        Assert.True(Vocabularies.Of(Vocabulary.O200kBase).Count(
            string.Concat(Enumerable.Repeat(letter, 300_000))) > 0);
    }

    // Special tokens would be taken as such: they are parted, as a provider does that takes no prompt's word for them.
    private static int CountPlain(TiktokenTokenizer exact, string text) =>
        text.Split("<|").Select((part, i) => exact.CountTokens(i == 0 ? part : "|" + part) + (i == 0 ? 0 : 1)).Sum();

    private static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value);
}
