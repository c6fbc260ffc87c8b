namespace Godwit.Simulator.Chat;

/// <summary>One call of a function that an answer asks for.</summary>
/// <param name="Id">By which the result is given back.</param>
/// <param name="Name">The function.</param>
/// <param name="Arguments">A JSON object as text.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments);
