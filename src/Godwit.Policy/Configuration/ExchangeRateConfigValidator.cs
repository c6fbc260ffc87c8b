using Godwit.Policy.Pricing;

namespace Godwit.Policy.Configuration;

/// <summary>Checks what an ExchangeRate says.</summary>
internal static class ExchangeRateConfigValidator
{
    public static void Validate(Resource<ExchangeRateConfig> resource, ResourceErrors errors)
    {
        TextRules.CheckName(errors);
        var spec = resource.Spec;
        CheckCurrency("from", spec.From, errors);
        CheckCurrency("to", spec.To, errors);
        if (spec.From == spec.To)
            errors.Add("to", $"is '{spec.To}', as from is", "another currency");
        if (spec.Rate is < ExchangeRules.LeastRate or > ExchangeRules.MostRate)
            errors.Add(
                "rate", FormattableString.Invariant($"{spec.Rate} is out of range"), "0.000000001 to 1000000000");
    }

    /// <summary>No two rates of one pair begin on the same day; the opposite pair may have one of its own.</summary>
    public static void ValidateDistinct(
        IReadOnlyList<Resource<ExchangeRateConfig>> resources, ConfigurationPlaces places)
    {
        var first = new Dictionary<(string, string, DateOnly), string>();
        foreach (var resource in resources)
        {
            var spec = resource.Spec;
            var key = (spec.From, spec.To, spec.ValidFrom);
            if (!first.TryAdd(key, resource.Name))
                places.Of(ResourceKind.ExchangeRate, resource.Name).Add(
                    "valid_from", $"ExchangeRate/{first[key]} gives these currencies a rate from the same day");
        }
    }

    private static void CheckCurrency(string key, string currency, ResourceErrors errors)
    {
        if (!TextRules.IsCurrency(currency))
            errors.Add(key, $"'{currency}' is not a currency", TextRules.CurrencyAccepted);
    }
}
