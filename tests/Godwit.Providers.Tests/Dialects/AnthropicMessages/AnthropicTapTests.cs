using Godwit.Providers.Dialects.AnthropicMessages;
using Godwit.Providers.Dialects.Tapping;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>What a tap learns of answers that are spliced.</summary>
public sealed class AnthropicTapTests
{
    public static TheoryData<string> Streams() => WireGolden.Names("streams");

    public static TheoryData<string> Answers() => WireGolden.Names("answers");

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_is_tapped_the_same_however_it_is_split(string name)
    {
        var golden = WireGolden.Load("streams", name);
        var bytes = golden.Bytes("stream");
        var whole = Tap([bytes]);
        golden.Check("tapped", whole);
        Assert.Equal(whole, Tap([.. bytes.Select(b => new[] { b })]));
        for (var at = 1; at < bytes.Length; at += 7)
        {
            Assert.Equal(whole, Tap([bytes[..at], bytes[at..]]));
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_tapped_the_same_however_it_is_split(string name)
    {
        var golden = WireGolden.Load("answers", name);
        var bytes = golden.Bytes("body");
        var whole = TapJson([bytes]);
        golden.Check("tapped", whole);
        Assert.Equal(whole, TapJson([.. bytes.Select(b => new[] { b })]));
    }

    private static string Tap(byte[][] chunks)
    {
        using var tap = new SseTap(AnthropicLook.Instance);
        foreach (var chunk in chunks)
        {
            tap.Feed(chunk);
        }

        tap.Complete();
        return $"{Describe(tap.Answer)} finish {string.Join(',', tap.Answer.FinishReasons.ToArray())} "
            + $"content {tap.Answer.ContentSeen} done {tap.Done} malformed {tap.MalformedEvents}";
    }

    private static string TapJson(byte[][] chunks)
    {
        using var tap = new JsonTap(AnthropicLook.Instance);
        foreach (var chunk in chunks)
        {
            tap.Feed(chunk);
        }

        return Describe(tap.Answer);
    }

    private static string Describe(TappedAnswer answer) =>
        $"usage {Described.Usage(answer.Usage)} model {answer.ResponseModel()} error {answer.Error?.Type}";
}
