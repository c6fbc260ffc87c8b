using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.OpenAIPlatform;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.OpenAIPlatform;

/// <summary>What a session used, from its events.</summary>
public sealed class RealtimeUsageTests
{
    private static byte[] Done => """
        {"type":"response.done","event_id":"e","response":{"output":[{"usage":{"input_tokens":9}}],"usage":{
        "total_tokens":30,"input_tokens":20,"output_tokens":10,
        "input_token_details":{"text_tokens":5,"audio_tokens":15,"cached_tokens":4,"cached_tokens_details":{"audio_tokens":3}},
        "output_token_details":{"text_tokens":2,"audio_tokens":8}}}}
        """u8.ToArray();

    [Fact]
    public void Responses_are_added_up()
    {
        var sum = RealtimeUsage.Add(RealtimeUsage.Add(default, Done), Done);

        Assert.Equal(
            new TokenUsage(40, 20, 8, null) { AudioInputTokens = 30, AudioOutputTokens = 16 }, sum);
    }

    [Theory]
    [InlineData("""{"type":"response.output_audio.delta","delta":"AAAA"}""")]
    [InlineData("""{"type":"response.done","response":{"usage":""")]
    [InlineData("""{"type":"response.done","response":{"usage":[1]}}""")]
    [InlineData("")]
    public void Anything_else_changes_nothing(string message)
    {
        var sum = new TokenUsage(1, 2, 3, null);

        Assert.Equal(sum, RealtimeUsage.Add(sum, System.Text.Encoding.UTF8.GetBytes(message)));
    }
}
