using Godwit.Control.Storage.EndUsers;
using Godwit.Control.Storage.Grants;
using Godwit.Control.Storage.Traffic;

namespace Godwit.Control.Storage;

/// <summary>All that a batch of records comes to. Only records that were not stored before may be added.</summary>
internal sealed class BatchSums
{
    private readonly RecordCharges charges = new();

    public TrafficSums Traffic { get; } = new();

    public GrantSums Grants { get; } = new();

    public EndUserSums EndUsers { get; } = new();

    /// <summary>Adds a request.</summary>
    public void Add(RequestRow row)
    {
        Traffic.Add(row);
        charges.Read(row);
        for (var i = 0; i < charges.Grants.Count; i++)
            Grants.Add(row, charges.Grants[i]);
        for (var i = 0; i < charges.EndUsers.Count; i++)
            EndUsers.Add(charges.EndUsers[i]);
    }
}
