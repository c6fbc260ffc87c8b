namespace Godwit.Providers.GenAI.Answers;

/// <summary>Why a model stopped.</summary>
public enum FinishReason
{
    /// <summary>It was done, or came to a stop sequence.</summary>
    Stop,

    /// <summary>The limit of output tokens.</summary>
    Length,

    /// <summary>It waits for the results of tools.</summary>
    ToolCalls,

    /// <summary>A content filter, or the model's own refusal.</summary>
    ContentFilter,

    /// <summary>The context window is full.</summary>
    ContextLength,

    /// <summary>The provider paused a long turn; the same conversation sent again goes on.</summary>
    Pause,

    /// <summary>The provider failed.</summary>
    Error,
}
