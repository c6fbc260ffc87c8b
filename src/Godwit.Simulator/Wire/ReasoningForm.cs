namespace Godwit.Simulator.Wire;

/// <summary>Where a provider shows the chain of thought.</summary>
internal enum ReasoningForm
{
    /// <summary>Nowhere; it is only counted.</summary>
    Hidden,

    /// <summary>In <c>reasoning_content</c>.</summary>
    ReasoningContent,

    /// <summary>In <c>reasoning</c>.</summary>
    Reasoning,

    /// <summary>Between <c>&lt;think&gt;</c> tags inside the content, unless the caller asks to split it off.</summary>
    ThinkTags,
}
