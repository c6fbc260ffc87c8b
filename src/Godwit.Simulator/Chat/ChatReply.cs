using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Everything that is sent back for one chat request.</summary>
internal sealed class ChatReply
{
    public required ChatRequest Request { get; init; }

    public required string Provider { get; init; }

    public required ProviderQuirks Quirks { get; init; }

    public required string Id { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Created { get; init; }

    public required IReadOnlyList<ChatAnswer> Answers { get; init; }

    public required TokenUsage Usage { get; init; }

    /// <summary>The wire's word for the end of an answer.</summary>
    public string FinishName(Finish finish) => finish switch
    {
        Finish.Stop => "stop",
        Finish.Length => "length",
        Finish.ToolCalls => "tool_calls",
        _ => Quirks.FinishFiltered,
    };

    /// <summary>Where this answer shows its chain of thought.</summary>
    public ReasoningForm ReasoningForm => Quirks.Reasoning == ReasoningForm.ThinkTags && Request.SplitReasoning
        ? ReasoningForm.ReasoningContent
        : Quirks.Reasoning;

    /// <summary>The member that carries the chain of thought; null when no member does.</summary>
    public string? ReasoningMember => ReasoningForm switch
    {
        ReasoningForm.ReasoningContent => "reasoning_content",
        ReasoningForm.Reasoning => "reasoning",
        _ => null,
    };

    /// <summary>The same reply, its texts ended by the content filter after so many tokens.</summary>
    public ChatReply Filtered(int tokens) => new()
    {
        Request = Request,
        Provider = Provider,
        Quirks = Quirks,
        Id = Id,
        Created = Created,
        Usage = Usage,
        Answers = [.. Answers.Select(answer => answer with
        {
            Content = answer.Content?[..TokenRule.LengthOf(answer.Content, tokens)],
            Finish = Finish.Filtered,
        })],
    };
}
