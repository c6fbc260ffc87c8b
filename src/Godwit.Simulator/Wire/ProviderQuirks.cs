using System.Collections.Frozen;

namespace Godwit.Simulator.Wire;

/// <summary>How one provider deviates from OpenAI's wire format.</summary>
internal sealed record ProviderQuirks
{
    private static readonly FrozenDictionary<string, ProviderQuirks> ByName = new Dictionary<string, ProviderQuirks>
    {
        ["openai"] = new() { Obfuscation = true },
        ["azure-openai"] = new() { FilterResults = true, ResetInSeconds = true },
        ["alibaba-qwen"] = new()
        {
            Reasoning = ReasoningForm.ReasoningContent, ParallelByDefault = false, Errors = ErrorShape.WithRequestId,
        },
        ["zhipu-glm"] = new()
        {
            Reasoning = ReasoningForm.ReasoningContent, UsageUnasked = true, FinishFiltered = "sensitive",
            WholeToolArguments = true, Errors = ErrorShape.NumericCode,
        },
        ["deepseek"] = new()
        {
            Reasoning = ReasoningForm.ReasoningContent, UsageUnasked = true, CacheHitAndMiss = true,
        },
        ["moonshot"] = new() { Reasoning = ReasoningForm.ReasoningContent, Errors = ErrorShape.TypeAndMessage },
        ["minimax"] = new() { Reasoning = ReasoningForm.ThinkTags, Errors = ErrorShape.Enveloped },
        ["baichuan"] = new()
        {
            Reasoning = ReasoningForm.ReasoningContent, UsageUnasked = true, UsageDetails = false,
            NoSpaceAfterData = true, FinishRunning = "", RoleOnEveryDelta = true, FinishFiltered = "refuse_answer",
        },
        ["baidu-qianfan"] = new()
        {
            Reasoning = ReasoningForm.ReasoningContent, Errors = ErrorShape.WithoutParam,
        },
        ["tencent-hunyuan"] = new() { Reasoning = ReasoningForm.ReasoningContent },
        ["sensenova"] = new() { Reasoning = ReasoningForm.Reasoning, FinishFiltered = "sensitive" },
        ["mistral"] = new()
        {
            UsageUnasked = true, WholeToolArguments = true, ShortToolCallIds = true, Errors = ErrorShape.Flat,
            LimitsByMinute = true,
        },
        ["xai"] = new()
        {
            Reasoning = ReasoningForm.ReasoningContent, WholeToolArguments = true, ReasoningOutsideCompletion = true,
        },
        ["anthropic"] = new(),
        ["google-gemini"] = new() { WholeToolArguments = true, Errors = ErrorShape.GoogleArray },
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly ProviderQuirks Plain = new();

    private static readonly FrozenDictionary<string, ProviderQuirks>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The body's form when something is wrong.</summary>
    public ErrorShape Errors { get; init; } = ErrorShape.OpenAI;

    /// <summary>Where the chain of thought is shown.</summary>
    public ReasoningForm Reasoning { get; init; } = ReasoningForm.Hidden;

    /// <summary>Deltas carry random padding unless the caller switches it off.</summary>
    public bool Obfuscation { get; init; }

    /// <summary>Answers carry the content filter's verdicts, streams start with a chunk without choices.</summary>
    public bool FilterResults { get; init; }

    /// <summary>Rate-limit resets are whole seconds instead of durations.</summary>
    public bool ResetInSeconds { get; init; }

    /// <summary>Rate-limit headers name the minute, and none tells when it ends.</summary>
    public bool LimitsByMinute { get; init; }

    /// <summary>Several tool calls at once when the caller says nothing about it.</summary>
    public bool ParallelByDefault { get; init; } = true;

    /// <summary>Streams carry usage in the finishing chunk without being asked, and in no other.</summary>
    public bool UsageUnasked { get; init; }

    /// <summary>Usage has details about cached and reasoning tokens.</summary>
    public bool UsageDetails { get; init; } = true;

    /// <summary>Usage says at its top how much of the prompt was cached and how much was not.</summary>
    public bool CacheHitAndMiss { get; init; }

    /// <summary>The completion's tokens do not include the reasoning's.</summary>
    public bool ReasoningOutsideCompletion { get; init; }

    /// <summary>Streamed tool calls bring their arguments in one piece.</summary>
    public bool WholeToolArguments { get; init; }

    /// <summary>Tool call ids are nine letters and digits.</summary>
    public bool ShortToolCallIds { get; init; }

    /// <summary>Every delta repeats the role.</summary>
    public bool RoleOnEveryDelta { get; init; }

    /// <summary>No space follows <c>data:</c>.</summary>
    public bool NoSpaceAfterData { get; init; }

    /// <summary>The finish reason of chunks before the last; null writes null.</summary>
    public string? FinishRunning { get; init; }

    /// <summary>The finish reason of an answer that the content filter ended.</summary>
    public string FinishFiltered { get; init; } = "content_filter";

    /// <summary>
    /// A provider's deviations. <c>azure-openai-dated</c> and the like are doors of <c>azure-openai</c>: without an
    /// entry of its own, a name takes that of its longest start that has one.
    /// </summary>
    public static ProviderQuirks Of(string provider) =>
        BySpan.TryGetValue(FamilyOf(provider), out ProviderQuirks? quirks) ? quirks : Plain;

    /// <summary>The name of the entry that a provider takes; its own name when there is none.</summary>
    public static ReadOnlySpan<char> FamilyOf(string provider)
    {
        for (ReadOnlySpan<char> name = provider; ; name = name[..name.LastIndexOf('-')])
        {
            if (BySpan.ContainsKey(name))
            {
                return name;
            }

            if (name.LastIndexOf('-') < 0)
            {
                return provider;
            }
        }
    }
}
