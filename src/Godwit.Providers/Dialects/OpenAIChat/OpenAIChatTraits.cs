using System.Runtime.CompilerServices;
using Godwit.Policy.Catalog;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Which of this dialect's words a provider knows, by its catalog entry.</summary>
internal sealed record OpenAIChatTraits
{
    // The rows of a provider are many, and every request asks.
    private static readonly ConditionalWeakTable<CatalogProvider, OpenAIChatTraits> Known = new();
    private static readonly OpenAIChatTraits Unknown = Read(null);

    /// <summary>OpenAI itself, or Azure with its models: what its own schema has, it takes.</summary>
    public bool OpenAI { get; private init; }

    public bool ReasoningEffort { get; private init; }

    /// <summary><c>thinking: {type}</c>.</summary>
    public bool Thinking { get; private init; }

    /// <summary><c>enable_thinking</c>.</summary>
    public bool EnableThinking { get; private init; }

    /// <summary><c>thinking_budget</c>.</summary>
    public bool ThinkingBudget { get; private init; }

    public bool TopK { get; private init; }

    /// <summary>Marks of the prompt cache on content parts.</summary>
    public bool CacheControl { get; private init; }

    /// <summary>Reasoning in words goes back with the conversation.</summary>
    public bool ReasoningContent { get; private init; }

    public bool VideoUrl { get; private init; }

    public bool MaxCompletionTokens { get; private init; }

    /// <summary>What a provider knows; what OpenAI knows when the provider is not known.</summary>
    public static OpenAIChatTraits Of(CatalogProvider? provider) =>
        provider is null ? Unknown : Known.GetValue(provider, Read);

    private static OpenAIChatTraits Read(CatalogProvider? provider)
    {
        var openAI = provider is null or { TelemetryName: "openai" or "azure.ai.openai" };
        var so = new OpenAIChatTraits { OpenAI = openAI, ReasoningEffort = openAI, MaxCompletionTokens = openAI };
        foreach (var row in provider?.Parameters ?? [])
        {
            var takes = row.Rule is ParameterRule.Accepted or ParameterRule.Limited or ParameterRule.Defaulted;
            so = row.Name switch
            {
                "reasoning_effort" => so with { ReasoningEffort = so.ReasoningEffort || takes },
                "thinking" => so with { Thinking = so.Thinking || takes },
                "enable_thinking" => so with { EnableThinking = so.EnableThinking || takes },
                "thinking_budget" => so with { ThinkingBudget = so.ThinkingBudget || takes },
                "top_k" => so with { TopK = so.TopK || takes },
                "max_completion_tokens" => so with { MaxCompletionTokens = so.MaxCompletionTokens || takes },
                "messages[].content[].cache_control" => so with { CacheControl = so.CacheControl || takes },
                "messages[].content[].video_url" => so with { VideoUrl = so.VideoUrl || takes },
                "messages[].reasoning_content" => so with { ReasoningContent = so.ReasoningContent || takes },
                _ => so,
            };
        }

        return so;
    }
}
