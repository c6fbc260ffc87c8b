using System.ComponentModel;
using Godwit.Policy.Territories;

namespace Godwit.Policy.Configuration;

/// <summary>What a territory policy applies to. Each list that is absent means all.</summary>
public sealed record TerritoryScopeConfig
{
    [Description("Names of Provider resources, or of catalog entries to mean every provider made from them.")]
    public IReadOnlyList<string>? Providers { get; init; }

    [Description("Model names as in targets, without the provider.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Names of Organization resources.")]
    public IReadOnlyList<string>? Organizations { get; init; }

    [Description("Ways of access: api, chat_product, batch, files, realtime. What this gateway serves is api.")]
    public IReadOnlyList<Surface>? Surfaces { get; init; }
}
