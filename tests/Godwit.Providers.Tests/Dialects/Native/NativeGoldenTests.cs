using System.Text;
using Godwit.Policy.Catalog;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.Native;

/// <summary>Answers and streams of the dialects that only providers speak.</summary>
public sealed class NativeGoldenTests
{
    public static TheoryData<string> Answers => [.. NativeGolden.Names("answer")];

    public static TheoryData<string> Streams => [.. NativeGolden.Names("stream")];

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_read(string name)
    {
        var golden = NativeGolden.Load(name);
        Assert.Equal(golden.Expected, golden.ReadWhole());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_is_read(string name)
    {
        var golden = NativeGolden.Load(name);
        Assert.Equal(golden.Expected, golden.Read());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_split_at_every_byte_gives_the_same_events(string name)
    {
        var golden = NativeGolden.Load(name);
        for (var i = 1; i < golden.Input.Length; i++)
            Assert.Equal(golden.Expected, golden.Read(i));
        Assert.Equal(golden.Expected, golden.Read([.. Enumerable.Range(1, golden.Input.Length - 1)]));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void An_event_stream_with_carriage_returns_gives_the_same_events(string name)
    {
        var golden = NativeGolden.Load(name);
        if (golden.Dialect == Dialect.BedrockConverse)
            return;
        var crlf = Encoding.UTF8.GetString(golden.Input).Replace("\n", "\r\n", StringComparison.Ordinal);
        Assert.Equal(golden.Expected, (golden with { Input = Encoding.UTF8.GetBytes(crlf) }).Read());
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void A_stream_that_breaks_off_anywhere_never_ends_as_a_whole_one_before_its_finish_reason(string name)
    {
        var golden = NativeGolden.Load(name);
        for (var i = 0; i < golden.Input.Length; i++)
        {
            var text = (golden with { Input = golden.Input[..i] }).Read();
            if (text.EndsWith("\ndone", StringComparison.Ordinal))
                Assert.Contains("\nfinish ", text, StringComparison.Ordinal);
        }
    }
}
