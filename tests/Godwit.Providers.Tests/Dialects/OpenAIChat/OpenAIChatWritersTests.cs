using System.Buffers;
using System.Text;
using Godwit.Providers.Dialects.OpenAIChat;
using Godwit.Providers.Dialects.Tapping;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIChat;

public sealed class OpenAIChatWritersTests
{
    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    [Fact]
    public void An_error_has_all_four_keys()
    {
        Assert.Equal(
            """{"error":{"message":"a \"b\"\n通","type":"invalid_request_error","param":null,"code":null}}""",
            Written(o => OpenAIChatErrors.Write(o, "a \"b\"\n通", "invalid_request_error", null, null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_stream_that_broke_ends_with_an_error_event_that_every_tap_sees(bool insideEvent)
    {
        var text = Written(o => OpenAIChatErrors.WriteStreamEnd(o, insideEvent, "It broke.", "server_error", "cut"));
        using var tap = new SseTap(OpenAIChatLook.Instance);
        tap.Feed(insideEvent ? "data: {\"choices\":[{\"del"u8 : default);
        tap.Feed(Encoding.UTF8.GetBytes(text));
        Assert.Equal("cut", tap.Answer.Error?.Code);
        Assert.False(tap.Done);
        Assert.False(tap.InsideEvent);
    }

    [Fact]
    public void Models_are_listed_with_what_Godwit_knows()
    {
        var row = new OpenAIModelRow(
            "gpt-4o", DateTimeOffset.UnixEpoch.AddSeconds(7), "openai", "openai", "served",
            new DateTimeOffset(2026, 12, 7, 1, 0, 0, TimeSpan.FromHours(1)), new DateOnly(2027, 1, 14), false);
        const string model = """
            {"id":"gpt-4o","object":"model","created":7,"owned_by":"openai","shutdown_date":"2027-01-14","godwit":{"provider":"openai","territory_status":"served","available_until":"2026-12-07T00:00:00Z"}}
            """;
        Assert.Equal(model, Written(o => OpenAIModelList.WriteOne(o, row)));
        Assert.Equal($$"""{"object":"list","data":[{{model}}]}""", Written(o => OpenAIModelList.WriteList(o, [row])));
        Assert.Contains(
            "\"available_until\":null,\"simulated\":true",
            Written(o => OpenAIModelList.WriteOne(o, row with { AvailableUntil = null, Simulated = true })),
            StringComparison.Ordinal);
    }
}
