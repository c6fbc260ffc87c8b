namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Walks the places in a family's address space where a source's answer changes, in ascending order.</summary>
internal abstract class BoundaryCursor
{
    /// <summary>First address with the answer.</summary>
    public UInt128 Start { get; protected set; }

    /// <summary>Index of the answer in the source's answers, 0 for none.</summary>
    public ushort Answer { get; protected set; }

    public abstract bool MoveNext();
}
