using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>models</c> and <c>models/{id}</c>.</summary>
internal static class ModelsOperation
{
    // The day the mail about unsupported territories was about, as good as any for a model that does not exist.
    private const long CreatedAt = 1_720_483_200;

    public static ProviderError? CheckModel(SimulatedProvider provider, string model) =>
        provider.Models.Count == 0 || provider.Models.Contains(model)
            ? null
            : new ProviderError(ErrorReason.UnknownModel, $"The model '{model}' does not exist here.", "model");

    public static Task ListAsync(Exchange exchange) => exchange.AnswerAsync(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (string model in exchange.Provider.Models)
        {
            WriteModel(json, exchange.Provider, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    public static Task GetAsync(Exchange exchange, string model) => CheckModel(exchange.Provider, model) is { } error
        ? exchange.RefuseAsync(error)
        : exchange.AnswerAsync(200, json => WriteModel(json, exchange.Provider, model));

    private static void WriteModel(Utf8JsonWriter json, SimulatedProvider provider, string model)
    {
        json.WriteStartObject();
        json.WriteString("id", model);
        json.WriteString("object", "model");
        json.WriteNumber("created", CreatedAt);
        json.WriteString("owned_by", provider.Name + "-simulated");
        json.WriteEndObject();
    }
}
