namespace Godwit.Policy.Configuration;

/// <summary>One thing that is wrong with a configuration, where it is, and what would be right.</summary>
/// <param name="File">File name; empty for a request body.</param>
/// <param name="Line">Line, from 1; 0 when not known.</param>
/// <param name="Column">Column, from 1; 0 when not known.</param>
/// <param name="Resource">Kind and name, e.g. <c>Route/gpt-4o</c>; empty when there is none yet.</param>
/// <param name="Path">The key, e.g. <c>spec.targets[0].target</c>; empty for the document as a whole.</param>
/// <param name="Message">What is wrong, a sentence without its full stop.</param>
public sealed record ConfigurationError(
    string File, int Line, int Column, string Resource, string Path, string Message)
{
    /// <summary>What is accepted there, where that can be listed or described.</summary>
    public IReadOnlyList<string> Accepted { get; init; } = [];

    /// <summary>An error at a node.</summary>
    public static ConfigurationError At(
        DocumentNode? node, string resource, string path, string message, params IReadOnlyList<string> accepted) =>
        new(node?.File ?? "", node?.Line ?? 0, node?.Column ?? 0, resource, path, message) { Accepted = accepted };

    public override string ToString()
    {
        var place = File.Length == 0 && Line == 0 ? "" : $"{(File.Length == 0 ? "input" : File)}:{Line}:{Column}";
        var subject = string.Join(' ', new[] { place, Resource, Path }.Where(part => part.Length > 0));
        var accepted = Accepted.Count == 0 ? "" : $"; accepted: {string.Join(", ", Accepted)}";
        return subject.Length == 0 ? Message + accepted : $"{subject}: {Message}{accepted}";
    }
}
