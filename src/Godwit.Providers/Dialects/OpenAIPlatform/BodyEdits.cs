using System.Buffers;
using Godwit.Providers.Dialects.Scanning;

namespace Godwit.Providers.Dialects.OpenAIPlatform;

/// <summary>Pieces of a body that are replaced; every other byte stays as it is.</summary>
public sealed class BodyEdits
{
    private readonly List<(ByteRange Range, byte[] With)> edits = [];

    /// <summary>True when something is replaced.</summary>
    public bool Any => edits.Count > 0;

    /// <summary>Replaces a piece. Pieces do not overlap.</summary>
    public void Replace(ByteRange range, byte[] with) => edits.Add((range, with));

    /// <summary>Replaces a JSON string, quotes included.</summary>
    public void ReplaceString(ByteRange range, string with) => Replace(range, ModelName.ToJson(with));

    /// <summary>The replacements in the order of their places.</summary>
    public IReadOnlyList<(ByteRange Range, byte[] With)> InOrder()
    {
        edits.Sort(static (one, other) => one.Range.Start.CompareTo(other.Range.Start));
        return edits;
    }

    /// <summary>Bytes by which the body grows; negative when it shrinks.</summary>
    public long Growth => edits.Sum(static edit => (long)edit.With.Length - edit.Range.Length);

    /// <summary>Forgets everything, for the next body.</summary>
    public void Clear() => edits.Clear();

    /// <summary>Writes the body with its pieces replaced.</summary>
    public void Write(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        var from = 0;
        foreach (var (range, with) in InOrder())
        {
            output.Write(body[from..range.Start]);
            output.Write(with);
            from = range.End;
        }

        output.Write(body[from..]);
    }
}
