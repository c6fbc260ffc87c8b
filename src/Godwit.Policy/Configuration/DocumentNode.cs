using System.Diagnostics.CodeAnalysis;

namespace Godwit.Policy.Configuration;

/// <summary>A piece of a document people wrote, with the place it stands at.</summary>
/// <param name="file">File name as the user gave it; empty for a request body.</param>
/// <param name="line">Line, from 1; 0 when not known.</param>
/// <param name="column">Column, from 1; 0 when not known.</param>
public abstract class DocumentNode(string file, int line, int column)
{
    public string File { get; } = file;

    public int Line { get; } = line;

    public int Column { get; } = column;

    /// <summary>What the node is, in words for an error message.</summary>
    public abstract string Describe();

    /// <summary>
    /// The node at a path such as <c>spec.targets[0].when</c>, or the nearest node above it that exists.
    /// </summary>
    public DocumentNode Nearest(string path)
    {
        var node = this;
        foreach (var step in path.Split(['.', '['], StringSplitOptions.RemoveEmptyEntries))
        {
            var next = step[^1] == ']' ? (node as DocumentList)?.ItemAt(step) : (node as DocumentMap)?.Find(step);
            if (next is null)
                break;
            node = next;
        }

        return node;
    }
}

/// <summary>Keys with values, in the order they were written; keys that were written twice are kept twice.</summary>
public sealed class DocumentMap(
    string file, int line, int column, IReadOnlyList<DocumentMember> members) : DocumentNode(file, line, column)
{
    public IReadOnlyList<DocumentMember> Members { get; } = members;

    /// <summary>The value of the first member with this key.</summary>
    public DocumentNode? Find(string key)
    {
        foreach (var member in Members)
        {
            if (member.Key.Text == key)
                return member.Value;
        }

        return null;
    }

    public bool TryFind(string key, [NotNullWhen(true)] out DocumentNode? value) => (value = Find(key)) is not null;

    public override string Describe() => "a map";
}

/// <summary>A key and its value.</summary>
public sealed record DocumentMember(DocumentScalar Key, DocumentNode Value);

/// <summary>Values in order.</summary>
public sealed class DocumentList(
    string file, int line, int column, IReadOnlyList<DocumentNode> items) : DocumentNode(file, line, column)
{
    public IReadOnlyList<DocumentNode> Items { get; } = items;

    /// <summary>The item a path step such as <c>3]</c> means.</summary>
    internal DocumentNode? ItemAt(string step) =>
        int.TryParse(step.AsSpan(0, step.Length - 1), out var index) && index < Items.Count ? Items[index] : null;

    public override string Describe() => "a list";
}

/// <summary>One value, kept as the text that was written: what it means is for the expected shape to say.</summary>
/// <remarks>So the country NO stays NO, which a YAML 1.1 reader would make false, and 1.10 is not 1.1.</remarks>
public sealed class DocumentScalar(
    string file, int line, int column, string text, ScalarForm form) : DocumentNode(file, line, column)
{
    public string Text { get; } = text;

    public ScalarForm Form { get; } = form;

    public override string Describe() => Form switch
    {
        ScalarForm.Number => $"the number {Text}",
        ScalarForm.Boolean => $"{Text}",
        _ => $"the text '{(Text.Length <= 60 ? Text : Text[..60] + "…")}'",
    };
}

/// <summary>A key without a value, or null.</summary>
public sealed class DocumentNull(string file, int line, int column) : DocumentNode(file, line, column)
{
    public override string Describe() => "nothing";
}

/// <summary>What is known of a scalar's type from the way it was written.</summary>
public enum ScalarForm
{
    /// <summary>Unquoted in YAML: may be read as text, number or boolean.</summary>
    Plain,

    /// <summary>Quoted in YAML, or a JSON string.</summary>
    Text,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary>A JSON boolean.</summary>
    Boolean,
}
