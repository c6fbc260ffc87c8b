using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.GeminiGenerateContent;

/// <summary>One entry of <c>contents</c>: messages of the same side that follow on each other.</summary>
/// <param name="Kind">Who speaks; results of functions are turns by themselves.</param>
/// <param name="Path">Where the first of its messages was written.</param>
internal sealed record GeminiTurn(Role Kind, string Path)
{
    public List<Part> Parts { get; } = [];
}
