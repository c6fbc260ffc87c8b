using System.Text;
using Godwit.Gateway.ResponseState;
using Xunit;

namespace Godwit.Gateway.Tests.State;

public sealed class RelayedOutputTests
{
    [Fact]
    public void Reasoning_without_its_seal_loses_the_name_of_what_its_provider_has_forgotten()
    {
        var kept = Of("""
            {"type":"response.completed","response":{"id":"resp_1","output":[
              {"type":"reasoning","id":"rs_1","summary":[]},
              {"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"abc"},
              {"type":"message","id":"msg_1","content":[]}]}}
            """);

        Assert.Equal(
            """{"output":[{"type":"reasoning","summary":[]},"""
            + """{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"abc"},"""
            + """{"type":"message","id":"msg_1","content":[]}]}""",
            kept);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("""{"type":"response.completed"}""")]
    [InlineData("""{"response":[]}""")]
    [InlineData("""{"response":{"output":{}}}""")]
    public void Of_what_is_no_response_nothing_is_kept(string data) => Assert.Null(Of(data));

    private static string? Of(string data) => RelayedOutput.Of(Encoding.UTF8.GetBytes(data)) is { } kept
        ? Encoding.UTF8.GetString(kept.Span) : null;
}
