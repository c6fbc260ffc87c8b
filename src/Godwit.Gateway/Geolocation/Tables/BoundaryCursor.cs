namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Walks the places in a family's address space where a source's answer changes, in ascending order.</summary>
/// <remarks>
/// In two halves: code that handles <see cref="UInt128"/> is never compiled ahead, and a million steps of a start would
/// run as the runtime compiles at first, without any optimization.
/// </remarks>
internal abstract class BoundaryCursor
{
    /// <summary>Upper half of the first address with the answer.</summary>
    public ulong Upper { get; protected set; }

    /// <summary>Lower half of the first address with the answer.</summary>
    public ulong Lower { get; protected set; }

    /// <summary>Index of the answer in the source's answers, 0 for none.</summary>
    public ushort Answer { get; protected set; }

    /// <summary>First address with the answer.</summary>
    public UInt128 Start
    {
        get => new(Upper, Lower);
        protected set => (Upper, Lower) = ((ulong)(value >> 64), (ulong)value);
    }

    public abstract bool MoveNext();
}
