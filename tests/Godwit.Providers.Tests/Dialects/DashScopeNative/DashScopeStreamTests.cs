using System.Text;
using Godwit.Providers.Dialects.DashScopeNative;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.Tests.Dialects.Native;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.DashScopeNative;

/// <summary>The two ways in which text comes: what is new, or everything so far.</summary>
public sealed class DashScopeStreamTests
{
    private static readonly string[] Pieces =
    [
        """{"output":{"choices":[{"message":{"content":"ha","reasoning_content":"hm"},"finish_reason":"null"}]}}""",
        """{"output":{"choices":[{"message":{"content":"haha","reasoning_content":"hm"},"finish_reason":"null"}]}}""",
        """{"output":{"choices":[{"message":{"content":"haha","tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{"}}]},"finish_reason":"null"}]}}""",
        """{"output":{"choices":[{"message":{"content":"haha","tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}}""",
    ];

    [Fact]
    public void Of_text_that_is_repeated_only_what_is_new_counts() =>
        Assert.Equal(
            """
            start - -
            part 0.0 reasoning
            delta 0.0 hm
            end 0.0
            part 0.1 text
            delta 0.1 ha
            delta 0.1 ha
            end 0.1
            part 0.2 call c f
            delta 0.2 {
            delta 0.2 }
            end 0.2
            finish 0 ToolCalls tool_calls
            done
            """.ReplaceLineEndings("\n"),
            Read(cumulative: true));

    [Fact]
    public void Text_that_happens_to_repeat_is_not_lost_where_every_frame_is_new() =>
        Assert.Contains(" haha\n", Read(cumulative: false), StringComparison.Ordinal);

    private static string Read(bool cumulative)
    {
        using var reader = new DashScopeNativeDialect(cumulative).CreateStreamReader();
        var events = new List<AnswerEvent>();
        foreach (var piece in Pieces)
            reader.Feed(Encoding.UTF8.GetBytes($"event:result\n:HTTP_STATUS/200\ndata:{piece}\n\n"), events);
        reader.Complete(events);
        return EventText.Of(events);
    }
}
