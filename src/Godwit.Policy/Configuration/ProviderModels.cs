using Godwit.Policy.Catalog;

namespace Godwit.Policy.Configuration;

/// <summary>A model a provider offers, from its resource or its catalog entry.</summary>
/// <param name="Name">Name in targets and routes.</param>
/// <param name="ProviderModel">The provider's own name for it.</param>
/// <param name="Operations">What it can be asked for.</param>
/// <param name="Facts">What the catalog says about it.</param>
/// <param name="Vocabulary">The vocabulary its text is counted by; null where none is known for certain.</param>
internal sealed record OfferedModel(
    string Name, string ProviderModel, IReadOnlyList<Operation> Operations, CatalogModel? Facts,
    Vocabulary? Vocabulary);

/// <summary>Lists the models a provider offers: the same for validators and compiler.</summary>
internal static class ProviderModels
{
    /// <summary>The resource's own models first, then the catalog entry's that it does not redefine.</summary>
    public static IEnumerable<OfferedModel> Of(ProviderConfig provider, CatalogProvider? entry)
    {
        var catalogModels = entry?.Models ?? [];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var model in provider.Models ?? [])
        {
            var providerModel = model.ProviderModel ?? model.Name;
            var facts = catalogModels.FirstOrDefault(m => m.Name == providerModel)
                ?? catalogModels.FirstOrDefault(m => m.Name == model.Name);
            if (names.Add(model.Name))
                yield return new(model.Name, providerModel, model.Operations ?? facts?.Operations
                    ?? [Operation.Chat], facts, model.Tokenizer ?? VocabularyOf(facts));
        }

        foreach (var model in catalogModels)
        {
            if (names.Add(model.Name))
                yield return new(model.Name, model.Name, model.Operations, model, VocabularyOf(model));
        }
    }

    // What is counted by another vocabulary than the model's own is no bound.
    private static Vocabulary? VocabularyOf(CatalogModel? facts) =>
        facts?.Tokenizer is { Verified: true } tokenizer ? tokenizer.Vocabulary : null;
}
