using System.Text.Json;

namespace Godwit.TestSupport;

/// <summary>How a verb ended and what it wrote.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as JSON; throws with everything written when the verb failed.</summary>
    public JsonElement Json()
    {
        if (ExitCode != 0)
        {
            throw new InvalidOperationException($"Exit code {ExitCode}:\n{Output}\n{Errors}");
        }

        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
