using System.Collections.Concurrent;

namespace Godwit.TestSupport;

/// <summary>The lines that a process wrote, kept so that a failure can show them.</summary>
public sealed class ProcessOutput
{
    private const int ShownLines = 200;
    private readonly ConcurrentQueue<string> lines = new();

    /// <summary>Every line so far, standard output and standard error interleaved as they arrived.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    internal void Add(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    /// <summary>The last lines, as a block of text.</summary>
    public override string ToString() => string.Join('\n', Lines.TakeLast(ShownLines));
}
