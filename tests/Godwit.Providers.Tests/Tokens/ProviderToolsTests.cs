using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects.Scanning;
using Godwit.Providers.Tokens;
using Xunit;

namespace Godwit.Providers.Tests.Tokens;

/// <summary>Which tools a provider runs itself, and how often at most, in every dialect.</summary>
public sealed class ProviderToolsTests
{
    [Theory]
    [InlineData(Dialect.OpenAIChat, """{"tools":[{"type":"function","function":{"name":"web_search"}}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"functions":[{"name":"code_interpreter","parameters":{}}]}""")]
    [InlineData(Dialect.OpenAIChat, """{"tools":[],"web_search_options":null,"enable_search":false,"plugins":[]}""")]
    [InlineData(Dialect.OpenAIChat, """{"messages":[{"content":"web_search_options"}],"metadata":{"enable_search":true}}""")]
    [InlineData(
        Dialect.OpenAIResponses,
        """{"tools":[{"type":"function","name":"f"},{"type":"custom","name":"c"},{"type":"local_shell"},{"type":"computer_use_preview"},{"type":"apply_patch"}]}""")]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"name":"web_search","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"}},{"type":"custom","name":"c"},{"type":"bash_20250124","name":"bash"},{"type":"text_editor_20250728"},{"type":"computer_20250124"},{"type":"memory_20250818"}],"mcp_servers":[]}""")]
    [InlineData(
        Dialect.GeminiGenerateContent,
        """{"tools":[{"functionDeclarations":[{"name":"googleSearch"}]},{"function_declarations":{"name":"f"}},{"computerUse":{"environment":"b"}}]}""")]
    public void What_the_client_runs_is_none(Dialect dialect, string body) =>
        Assert.Equal(default, Tools(dialect, body));

    [Theory]
    [InlineData(Dialect.OpenAIChat, """{"web_search_options":{}}""")]
    [InlineData(Dialect.OpenAIChat, """{"enable_search":true}""")]
    [InlineData(Dialect.OpenAIChat, """{"enable_code_interpreter":true}""")]
    [InlineData(Dialect.OpenAIChat, """{"search_parameters":{"mode":"auto"}}""")]
    [InlineData(Dialect.OpenAIChat, """{"plugins":[{"id":"web"},{"id":"x"}],"user":"u"}""")]
    [InlineData(Dialect.OpenAIChat, """{"web_search":{"enable":true}}""")]
    [InlineData(Dialect.OpenAIChat, """{"enable_enhancement":true}""")]
    [InlineData(Dialect.OpenAIChat, """{"with_search_enhance":true}""")]
    [InlineData(Dialect.OpenAIChat, """{"tools":[{"type":"function","function":{"name":"f"}},{"type":"web_search","web_search":{"enable":true}}],"max_tool_calls":3}""")]
    [InlineData(Dialect.OpenAIChat, """{"tools":[{"type":"builtin_function","function":{"name":"$web_search"}}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"tools":[{"googleSearch":{}}]}""")]
    [InlineData(Dialect.GeminiGenerateContent, """{"tools":[{"functionDeclarations":[]},{"url_context":{}}]}""")]
    [InlineData(Dialect.AnthropicMessages, """{"mcp_servers":[{"type":"url","url":"https://e.com"}]}""")]
    [InlineData(Dialect.AnthropicMessages, """{"tools":[{"type":"code_execution_20250825","name":"code_execution"}]}""")]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"type":"web_search_20250305","name":"web_search"},{"type":"code_execution_20250825"}]}""")]
    public void Of_most_nobody_can_say_how_often_they_run(Dialect dialect, string body) =>
        Assert.Equal(new ProviderTools(true, null, null), Tools(dialect, body));

    [Theory]
    [InlineData(Dialect.OpenAIResponses, """{"tools":[{"type":"web_search"}]}""", null, "max_tool_calls")]
    [InlineData(Dialect.OpenAIResponses, """{"tools":[{"type":"mcp"},{"type":"function"}],"max_tool_calls":4}""", 4L, "max_tool_calls")]
    [InlineData(Dialect.OpenAIResponses, """{"max_tool_calls":99999999999,"tools":[{"type":"file_search"}]}""", 1_000_000L, "max_tool_calls")]
    [InlineData(Dialect.OpenAIResponses, """{"max_tool_calls":-1,"tools":[{"type":"code_interpreter"}]}""", null, "max_tool_calls")]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"name":"f","input_schema":{}},{"type":"web_search_20250305","name":"web_search"}]}""", null, "tools[1].max_uses")]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"type":"web_search_20250305","max_uses":3},{"type":"web_fetch_20250910","max_uses":2},{"type":"custom","max_uses":9}]}""",
        5L, null)]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"type":"web_search_20250305","type":"custom","max_uses":"many"}]}""", null, null)]
    public void Of_some_the_request_says_it(Dialect dialect, string body, long? calls, string? member) =>
        Assert.Equal(new ProviderTools(true, calls, member), Tools(dialect, body) with { ByTool = null });

    [Theory]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"type":"web_search_20250305","max_uses":3},{"type":"web_fetch_20250910","max_uses":2},{"type":"web_search_20260209","max_uses":1}]}""",
        "web_fetch=2 web_search=4")]
    [InlineData(
        Dialect.AnthropicMessages,
        """{"tools":[{"type":"web_search_20250305","type":"web_fetch_20250910","max_uses":3},{"type":"web\u005fsearch_1","max_uses":2}]}""",
        "other=5")]
    [InlineData(
        Dialect.AnthropicMessages, """{"tools":[{"type":"web_search_20250305","max_uses":3,"type":"web_fetch_1"}]}""",
        "other=3")]
    [InlineData(Dialect.AnthropicMessages, """{"tools":[{"type":"web_search_20250305","max_uses":0}]}""", null)]
    [InlineData(Dialect.AnthropicMessages, """{"tools":[{"type":"web_search_20250305"}]}""", null)]
    [InlineData(
        Dialect.OpenAIResponses,
        """{"tools":[{"type":"web_search_preview_2025_03_11"},{"type":"function","name":"file_search"}],"max_tool_calls":4}""",
        "web_search=1000000")]
    [InlineData(
        Dialect.OpenAIResponses,
        """{"max_tool_calls":2,"tools":[{"type":"web_search","max_uses":0},{"type":"file_search"},{"type":"web_search_2025_08_26"},{"type":"mcp"}]}""",
        "file_search=1000000 mcp=1000000 web_search=2000000")]
    [InlineData(
        Dialect.OpenAIResponses, """{"max_tool_calls":2,"search_parameters":{"mode":"on"},"tools":[{"type":"x_search"}]}""",
        "other=1000000 x_search=1000000")]
    [InlineData(Dialect.OpenAIResponses, """{"tools":[{"type":"web_search"}]}""", null)]
    [InlineData(Dialect.OpenAIResponses, """{"tools":[{"type":"web_search"}],"max_tool_calls":0}""", null)]
    [InlineData(Dialect.OpenAIResponses, """{"tools":[{"type":"Web Search!"}],"max_tool_calls":1}""", "other=1000000")]
    [InlineData(Dialect.OpenAIChat, """{"web_search_options":{},"max_tool_calls":1}""", null)]
    public void And_which_tools_they_are(Dialect dialect, string body, string? expected) =>
        Assert.Equal(expected, Tools(dialect, body).ByTool?.ToString());

    private static ProviderTools Tools(Dialect dialect, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Span<char> model = stackalloc char[RequestScan.MaxModelChars];
        Assert.True(RequestScan.TryRead(bytes, Operation.Chat, dialect, true, model, out var scan, out _));
        return ProviderTools.Of(bytes, dialect, scan.Features);
    }
}
