namespace Godwit.Simulator.Chat;

/// <summary>What one step of a streamed answer is.</summary>
internal enum DeltaKind
{
    Role,
    Reasoning,
    Content,

    /// <summary>A tool call's id and name, with all its arguments where the provider sends them whole.</summary>
    ToolStart,

    /// <summary>A piece of a tool call's arguments.</summary>
    ToolArguments,

    Finish,
}
