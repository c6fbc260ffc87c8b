namespace Godwit.Gateway.Geolocation.Tables;

/// <summary>Takes the merged boundaries of one family.</summary>
internal interface ITableBuilder
{
    /// <summary>Adds a boundary after all before it; the first one is at 0.</summary>
    void Add(ulong upper, ulong lower, ushort answer);
}
