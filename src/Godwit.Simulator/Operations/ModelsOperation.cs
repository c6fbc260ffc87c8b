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
        switch (exchange.Dialect)
        {
            case Dialect.Messages:
                WriteMessagesList(json, exchange.Provider.Models);
                break;
            case Dialect.Gemini:
                json.WriteStartObject();
                json.WriteStartArray("models");
                WriteAll(json, exchange);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
            default:
                json.WriteStartObject();
                json.WriteString("object", "list");
                json.WriteStartArray("data");
                WriteAll(json, exchange);
                json.WriteEndArray();
                json.WriteEndObject();
                break;
        }
    });

    public static Task GetAsync(Exchange exchange, string model) => CheckModel(exchange.Provider, model) is { } error
        ? exchange.RefuseAsync(error)
        : exchange.AnswerAsync(200, json => Write(json, exchange.Dialect, exchange.Provider, model));

    private static void WriteAll(Utf8JsonWriter json, Exchange exchange)
    {
        foreach (string model in exchange.Provider.Models)
        {
            Write(json, exchange.Dialect, exchange.Provider, model);
        }
    }

    private static void WriteMessagesList(Utf8JsonWriter json, IReadOnlyList<string> models)
    {
        json.WriteStartObject();
        json.WriteStartArray("data");
        foreach (string model in models)
        {
            WriteMessages(json, model);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more", false);
        json.WriteString("first_id", models.Count > 0 ? models[0] : null);
        json.WriteString("last_id", models.Count > 0 ? models[^1] : null);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Dialect dialect, SimulatedProvider provider, string model)
    {
        switch (dialect)
        {
            case Dialect.Messages:
                WriteMessages(json, model);
                break;
            case Dialect.Gemini:
                WriteGemini(json, model);
                break;
            default:
                json.WriteStartObject();
                json.WriteString("id", model);
                json.WriteString("object", "model");
                json.WriteNumber("created", CreatedAt);
                json.WriteString("owned_by", provider.Name + "-simulated");
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteMessages(Utf8JsonWriter json, string model)
    {
        json.WriteStartObject();
        json.WriteString("type", "model");
        json.WriteString("id", model);
        json.WriteString("display_name", model);
        json.WriteString("created_at", DateTimeOffset.FromUnixTimeSeconds(CreatedAt));
        json.WriteEndObject();
    }

    private static void WriteGemini(Utf8JsonWriter json, string model)
    {
        json.WriteStartObject();
        json.WriteString("name", "models/" + model);
        json.WriteString("version", "001");
        json.WriteString("displayName", model);
        json.WriteString("description", "A simulated model.");
        json.WriteNumber("inputTokenLimit", 1_048_576);
        json.WriteNumber("outputTokenLimit", 65_536);
        json.WriteStartArray("supportedGenerationMethods");
        foreach (string method in model.Contains("embedding", StringComparison.Ordinal)
            ? (ReadOnlySpan<string>)["embedContent", "batchEmbedContents", "countTokens"]
            : ["generateContent", "countTokens"])
        {
            json.WriteStringValue(method);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
