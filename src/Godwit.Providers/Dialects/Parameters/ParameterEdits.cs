using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>The edits of one body. What they do not name stays byte for byte.</summary>
internal sealed class ParameterEdits
{
    private readonly List<(int Start, int End, byte[] With)> replaced = [];
    private readonly HashSet<int> dropped = [];
    private readonly List<(string Name, byte[] Member)> added = [];

    public bool IsDropped(MemberSlot slot) => dropped.Contains(slot.Name);

    public bool Added(string name) => added.Exists(one => one.Name == name);

    /// <summary>Leaves a member out.</summary>
    public void Drop(MemberSlot slot) => dropped.Add(slot.Name);

    /// <summary>Replaces bytes, unless some of them are replaced already: the first rule counts.</summary>
    public void Replace(int start, int end, byte[] with)
    {
        if (!replaced.Exists(one => one.Start < end && start < one.End))
        {
            replaced.Add((start, end, with));
        }
    }

    /// <summary>Gives a member another name.</summary>
    public void Rename(MemberSlot slot, string name)
    {
        // The quoted name ends before the colon, which may stand after white space.
        replaced.Add((slot.Name, -slot.Name, Encoding.UTF8.GetBytes($"\"{name}\"")));
    }

    /// <summary>Adds a member; in place of one that is null.</summary>
    public void Add(MemberSlot slot, string name, string value)
    {
        if (slot.End > 0)
        {
            dropped.Add(slot.Name);
        }

        added.Add((name, Encoding.UTF8.GetBytes($"\"{name}\":{value}")));
    }

    /// <summary>Writes the edited body.</summary>
    public void Write(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        replaced.Sort((one, other) => one.Start.CompareTo(other.Start));
        var json = ParameterPass.Reader(body);
        json.Read();
        var from = (int)json.BytesConsumed;
        output.Write(body[..from]);
        var first = true;
        foreach (var (_, member) in added)
        {
            Comma(output, ref first);
            output.Write(member);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var (name, nameEnd) = ((int)json.TokenStartIndex, (int)json.TokenStartIndex + json.ValueSpan.Length + 2);
            json.Read();
            json.Skip();
            var end = (int)json.BytesConsumed;
            if (!dropped.Contains(name))
            {
                // From after the comma: white space goes with the member behind it.
                var comma = body[from..name].IndexOf((byte)',');
                Comma(output, ref first);
                WriteSegment(body, comma < 0 ? from : from + comma + 1, end, name, nameEnd, output);
            }

            from = end;
        }

        output.Write(body[from..]);
    }

    private static void Comma(IBufferWriter<byte> output, ref bool first)
    {
        if (!first)
        {
            output.Write(","u8);
        }

        first = false;
    }

    private void WriteSegment(
        ReadOnlySpan<byte> body, int start, int end, int name, int nameEnd, IBufferWriter<byte> output)
    {
        var at = start;
        foreach (var edit in replaced)
        {
            if (edit.Start >= start && edit.Start < end)
            {
                output.Write(body[at..edit.Start]);
                output.Write(edit.With);
                at = edit.Start == name && edit.End < 0 ? nameEnd : edit.End;
            }
        }

        output.Write(body[at..end]);
    }
}
