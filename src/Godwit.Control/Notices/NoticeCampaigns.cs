using Godwit.Control.Resources;
using Godwit.Control.Storage;

namespace Godwit.Control.Notices;

/// <summary>Reads the campaigns from the store; those of a configuration with errors are the ones before.</summary>
internal sealed class NoticeCampaigns(ResourceStore store, ConfigurationAssembly assembly)
{
    private Read? last;

    /// <summary>The campaigns; null when the configuration has had errors ever since the start.</summary>
    public async Task<IReadOnlyList<NoticeCampaign>?> ReadAsync(CancellationToken cancellation)
    {
        var known = Volatile.Read(ref last);
        if (known is not null && await store.ReadRevisionAsync(cancellation) == known.Revision)
            return known.Campaigns;
        var set = await store.ReadAsync(cancellation);
        var assembled = assembly.Assemble(set.Resources);
        if (assembled.Errors.Count > 0)
            return known?.Campaigns;
        var read = new Read(set.Revision, NoticeCampaign.Of(assembled.Set));
        Volatile.Write(ref last, read);
        return read.Campaigns;
    }

    /// <summary>The campaign of a policy; null when it announces nothing.</summary>
    public async Task<NoticeCampaign?> FindAsync(string policy, CancellationToken cancellation) =>
        (await ReadAsync(cancellation))?.FirstOrDefault(campaign => campaign.Policy.Name == policy);

    private sealed record Read(long Revision, IReadOnlyList<NoticeCampaign> Campaigns);
}
