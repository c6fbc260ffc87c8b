using Godwit.Simulator.Chat;

namespace Godwit.Simulator.Gemini;

/// <summary>One part of an answer.</summary>
/// <param name="Text">Its text, when it is no call.</param>
/// <param name="Thought">The text is a thought.</param>
/// <param name="Call">The call.</param>
/// <param name="Signature">The thought's signature; null when the part has none.</param>
internal readonly record struct GeminiPart(
    ReadOnlyMemory<char> Text, bool Thought = false, ToolCall? Call = null, string? Signature = null);
