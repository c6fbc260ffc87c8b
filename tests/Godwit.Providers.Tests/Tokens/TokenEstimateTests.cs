using System.Text;
using System.Text.Json;
using Godwit.Providers.Tokens;
using Microsoft.ML.Tokenizers;
using Xunit;

namespace Godwit.Providers.Tests.Tokens;

/// <summary>Estimates against the count of a real vocabulary.</summary>
public sealed class TokenEstimateTests
{
    private static readonly Lazy<TiktokenTokenizer> Vocabulary =
        new(() => TiktokenTokenizer.CreateForEncoding("o200k_base"));

    public static TheoryData<string> Samples =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Tokens", "golden");

    [Theory]
    [MemberData(nameof(Samples))]
    public void An_estimate_is_within_a_fifth_and_the_bound_is_never_passed(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        var bytes = Encoding.UTF8.GetBytes(text);
        var counted = Vocabulary.Value.CountTokens(text);

        var estimated = TokenEstimate.OfText(bytes);

        Assert.InRange(estimated, counted * 0.8, counted * 1.2);
        Assert.True(TokenEstimate.MostOfText(bytes.Length) >= counted);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void However_a_text_is_split_and_written_the_estimate_is_the_same(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        var whole = TokenEstimate.OfText(Encoding.UTF8.GetBytes(text));
        var (pieces, characters, relaxed, ascii) =
            (default(TextMeter), default(TextMeter), default(TextMeter), default(TextMeter));

        foreach (var rune in text.EnumerateRunes())
            pieces.Add(Encoding.UTF8.GetBytes(rune.ToString()));
        characters.Add(text);
        relaxed.AddEscaped(Escaped(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
        ascii.AddEscaped(Escaped(text, System.Text.Encodings.Web.JavaScriptEncoder.Default));

        Assert.Equal([whole, whole, whole, whole], [pieces.Tokens, characters.Tokens, relaxed.Tokens, ascii.Tokens]);
    }

    [Theory]
    [InlineData("\\")]
    [InlineData("\\u")]
    [InlineData("\\u12")]
    [InlineData("\\uZZZZ")]
    [InlineData("\\ud83d\\ude00")]
    [InlineData("\\ude00")]
    public void Escapes_that_are_none_harm_nothing(string text)
    {
        var meter = default(TextMeter);
        meter.AddEscaped(Encoding.UTF8.GetBytes(text));
        Assert.InRange(meter.Tokens, 0, 6);
    }

    [Fact]
    public void Bytes_that_are_no_text_harm_nothing()
    {
        var random = new Random(5);
        var bytes = new byte[1000];
        random.NextBytes(bytes);
        Assert.InRange(TokenEstimate.OfText(bytes), 1, TokenEstimate.MostOfText(2 * bytes.Length));
    }

    private static byte[] Escaped(string text, System.Text.Encodings.Web.JavaScriptEncoder encoder) =>
        JsonEncodedText.Encode(text, encoder).EncodedUtf8Bytes.ToArray();
}
