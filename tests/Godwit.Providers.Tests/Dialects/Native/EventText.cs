using System.Globalization;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Tests.Dialects.Native;

/// <summary>Events and answers as lines to compare.</summary>
internal static class EventText
{
    public static string Of(IEnumerable<AnswerEvent> events) => string.Join('\n', events.Select(Of));

    public static string Of(GenAIAnswer answer) => string.Join('\n', AnswerReplay.Of(answer).Select(Of));

    private static string Of(AnswerEvent next) => next switch
    {
        AnswerStarted e => $"start {e.Id ?? "-"} {e.Model ?? "-"}",
        PartStarted e => $"part {e.Choice}.{e.Index} {Of(e.Part)}",
        PartDelta e => $"delta {e.Choice}.{e.Index} {e.Text.Replace("\n", "\\n", StringComparison.Ordinal)}",
        PartSealed e => $"seal {e.Choice}.{e.Index} {(e.Seal.Closed ? "closed " : "")}{e.Seal.Value}",
        PartCited e => $"cite {e.Choice}.{e.Index} {e.Citation.Title ?? e.Citation.Url} {e.Citation.CitedText}",
        PartEnded e => $"end {e.Choice}.{e.Index}",
        LogprobsReported e => $"logprobs {e.Choice} {e.Logprobs.GetRawText()}",
        ChoiceFinished e => $"finish {e.Choice} {e.Reason} {e.Raw}",
        UsageReported e => $"usage {Of(e.Usage)}",
        AnswerFailed e => $"fail {e.Error.Code ?? "-"} {e.Error.Type ?? "-"} {e.Error.Message}",
        AnswerEnded => "done",
        _ => "alive",
    };

    private static string Of(Part part) => part switch
    {
        TextPart => "text",
        ReasoningPart => "reasoning",
        ToolCallPart call => $"call {call.Id} {call.Name}",
        _ => part.GetType().Name,
    };

    private static string Of(TokenUsage usage) =>
        $"in {N(usage.InputTokens)} out {N(usage.OutputTokens)} read {N(usage.CacheReadInputTokens)} "
        + $"written {N(usage.CacheWriteInputTokens)} reasoning {N(usage.ReasoningOutputTokens)}";

    private static string N(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
