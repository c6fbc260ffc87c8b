using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.Scanning;

public sealed class ForeignReasoningTests
{
    [Theory]
    [InlineData(Dialect.AnthropicMessages, """{"type":"thinking","thinking":"Hm.","signature":"gdw1.g.c2ln"}""", true)]
    [InlineData(Dialect.AnthropicMessages, """{"type":"thinking","thinking":"Hm.","signature":"EqQBCg=="}""", false)]
    [InlineData(Dialect.AnthropicMessages, """{"type":"text","text":"What is gdw1.g.c2ln?"}""", false)]
    [InlineData(Dialect.GeminiGenerateContent, """{"text":"","thoughtSignature":"Z2R3MS5hLkVxUUJDZz09"}""", true)]
    [InlineData(Dialect.GeminiGenerateContent, """{"text":"","thoughtSignature":"CoQBAXLI2n"}""", false)]
    [InlineData(Dialect.OpenAIChat, """{"text":"","thoughtSignature":"Z2R3MS5hLkVxUUJDZz09"}""", false)]
    [InlineData(
        Dialect.OpenAIResponses, """{"id":"rs_x"},{"id":"rs_0199000000007000800000000000000a_0","summary":[]}""", true)]
    [InlineData(Dialect.OpenAIResponses, """{"id":"rs_0199000000007000800000000000000a00000","summary":[]}""", false)]
    [InlineData(Dialect.OpenAIResponses, """{"id":"rs_0199""", false)]
    [InlineData(Dialect.OpenAIResponses, """{"id":"msg_0199000000007000800000000000000a_0"}""", false)]
    public void What_another_dialects_provider_thought_has_a_mark(Dialect client, string part, bool expected) =>
        Assert.Equal(expected, ForeignReasoning.IsIn(Encoding.UTF8.GetBytes(part), client));
}
