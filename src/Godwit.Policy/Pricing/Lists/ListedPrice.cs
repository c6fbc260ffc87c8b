using Godwit.Policy.Configuration;

namespace Godwit.Policy.Pricing.Lists;

/// <summary>What a public price list says of a model.</summary>
/// <param name="Provider">The list's name for the provider.</param>
/// <param name="Model">The provider's name for the model.</param>
/// <param name="Terms">The price; its provider, model and day are not filled in.</param>
/// <param name="LeftOut">Members with figures that a price here cannot say.</param>
public sealed record ListedPrice(
    string Provider, string Model, PriceOverrideConfig Terms, IReadOnlyList<string> LeftOut);

/// <summary>A public price list, read.</summary>
/// <param name="Format">Which format it is in.</param>
/// <param name="Prices">The models with a price per input token, in order of provider and model.</param>
/// <param name="Unpriced">How many models have none, such as those that are paid by the image.</param>
/// <param name="Problems">What is wrong in it, each with its place; with any, nothing of it is to be used.</param>
public sealed record PriceList(
    PriceListFormat Format, IReadOnlyList<ListedPrice> Prices, int Unpriced, IReadOnlyList<string> Problems);

/// <summary>Formats of public price lists.</summary>
public enum PriceListFormat
{
    /// <summary>LiteLLM's <c>model_prices_and_context_window.json</c>: an object by model, amounts per token.</summary>
    LiteLlm,

    /// <summary>models.dev's <c>api.json</c>: an object by provider, amounts per million tokens.</summary>
    ModelsDev,
}
