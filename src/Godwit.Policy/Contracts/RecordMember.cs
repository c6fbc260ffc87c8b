using System.Text;

namespace Godwit.Policy.Contracts;

/// <summary>The name of a record's member, as it is written: in quotes, with its colon.</summary>
internal readonly struct RecordMember
{
    private readonly byte[] bytes;

    /// <param name="name">The name; nothing of it needs to be escaped.</param>
    public RecordMember(string name) => bytes = Encoding.UTF8.GetBytes($"\"{name}\":");

    public ReadOnlySpan<byte> Bytes => bytes;
}
