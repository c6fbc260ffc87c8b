using Godwit.Control.Api;
using Godwit.Control.Prices;
using Godwit.Control.Storage;
using Godwit.Policy.Snapshot;

namespace Godwit.Control.Reconciliation;

/// <summary>
/// Finds which of our models a provider means. Ours go by the provider's own name for them, where the configuration
/// says one.
/// </summary>
internal sealed class ReconcilePairs
{
    private readonly Dictionary<string, string> providerNames;

    public ReconcilePairs(string provider, GatewaySnapshot snapshot) => providerNames = PricedTargets.Of(snapshot)
        .Where(target => target.Provider.Name == provider)
        .DistinctBy(target => target.Model)
        .ToDictionary(target => target.Model, target => target.ProviderModel, StringComparer.Ordinal);

    /// <summary>What a model of ours goes by.</summary>
    public string NameOf(string model) => providerNames.GetValueOrDefault(model, model);

    /// <summary>
    /// What a model of theirs goes by: its own name where we have a model of it, else the name that the mapping found.
    /// </summary>
    /// <param name="use">What they say.</param>
    /// <param name="recorded">Names of all models that there are records of.</param>
    public string NameOf(ExportedUse use, IReadOnlySet<string> recorded)
    {
        var found = new[] { use.Model, use.Name }.OfType<string>()
            .Select(name => IsOurs(name, recorded) ? name : providerNames.GetValueOrDefault(name))
            .FirstOrDefault(name => name is not null);
        return found ?? use.Name ?? use.Model;
    }

    /// <summary>Our models that go by a name.</summary>
    public IEnumerable<string> ModelsOf(string name, IEnumerable<ProviderUse> uses) =>
        uses.Select(use => use.Model).Distinct().Where(model => NameOf(model) == name);

    private bool IsOurs(string name, IReadOnlySet<string> recorded) =>
        recorded.Contains(name) || providerNames.ContainsValue(name);
}
