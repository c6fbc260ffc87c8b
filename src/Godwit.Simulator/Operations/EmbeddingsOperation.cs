using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>embeddings</c>.</summary>
internal sealed class EmbeddingsOperation(FaultScript script, int seed)
{
    private const int MostDimensions = 8192;

    public async Task AnswerAsync(Exchange exchange, JsonElement root, string? pathModel)
    {
        string? model = RequestFields.Text(root, "model") ?? pathModel;
        List<(string Text, int Tokens)>? inputs = ReadInputs(root);
        if (Check(root, model, inputs, exchange.Provider) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        exchange.Apply(script.TakeFor(exchange.Provider.Name, model, stream: false, prefill: false));
        if (exchange.Faults.Replacement is { } fault)
        {
            await Refusals.AnswerAsync(exchange, fault, stream: false);
            return;
        }

        int dimensions = RequestFields.Integer(root, "dimensions") ?? UsualDimensions(model!);
        bool base64 = RequestFields.Text(root, "encoding_format") == "base64";
        await exchange.AnswerAsync(200, json => Write(json, exchange, root, model!, inputs!, dimensions, base64));
    }

    /// <summary>Writes the answer to one line of a batch and gives its status.</summary>
    public int AnswerLine(Exchange exchange, JsonElement root, Utf8JsonWriter json)
    {
        string? model = RequestFields.Text(root, "model");
        List<(string Text, int Tokens)>? inputs = ReadInputs(root);
        if (Check(root, model, inputs, exchange.Provider) is { } error)
        {
            return ErrorBodies.Write(json, exchange, error);
        }

        int dimensions = RequestFields.Integer(root, "dimensions") ?? UsualDimensions(model!);
        Write(
            json, exchange, root, model!, inputs!, dimensions, RequestFields.Text(root, "encoding_format") == "base64");
        return 200;
    }

    private static ProviderError? Check(
        JsonElement root, string? model, List<(string Text, int Tokens)>? inputs, SimulatedProvider provider)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "The body has to be a JSON object.");
        }

        if (string.IsNullOrEmpty(model))
        {
            return ProviderError.Missing("model");
        }

        if (inputs is null || inputs.Count == 0)
        {
            return root.TryGetProperty("input", out _)
                ? ProviderError.Invalid("input", "a text, an array of texts, or token numbers")
                : ProviderError.Missing("input");
        }

        return RequestFields.IntegerWithin(root, "dimensions", 1, MostDimensions)
            ? ModelsOperation.CheckModel(provider, model)
            : ProviderError.Invalid("dimensions", $"a whole number from 1 to {MostDimensions}");
    }

    private static List<(string Text, int Tokens)>? ReadInputs(JsonElement root)
    {
        if (RequestFields.Text(root, "input") is { } text)
        {
            return [(text, TokenRule.Count(text))];
        }

        if (RequestFields.Array(root, "input") is not { } many || many.GetArrayLength() == 0)
        {
            return null;
        }

        // An array of numbers is one input that is tokens already; an array of such arrays is several.
        return many[0].ValueKind == JsonValueKind.Number
            ? [(many.GetRawText(), many.GetArrayLength())]
            : [.. many.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.String
                ? (one.GetString()!, TokenRule.Count(one.GetString()))
                : (one.GetRawText(), one.ValueKind == JsonValueKind.Array ? one.GetArrayLength() : 1))];
    }

    private static int UsualDimensions(string model) => model switch
    {
        _ when model.Contains("3-large", StringComparison.Ordinal) => 3072,
        _ when model.StartsWith("embedding-3", StringComparison.Ordinal) => 2048,
        _ when model.StartsWith("text-embedding-v", StringComparison.Ordinal) => 1024,
        _ when model.Contains("mistral", StringComparison.Ordinal) => 1024,
        _ => 1536,
    };

    private void Write(
        Utf8JsonWriter json, Exchange exchange, JsonElement root, string model,
        List<(string Text, int Tokens)> inputs, int dimensions, bool base64)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (int index = 0; index < inputs.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            WriteVector(json, EmbeddingVector.Of(inputs[index].Text, dimensions, seed), base64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", model);
        int tokens = inputs.Sum(input => input.Tokens);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteEndObject();
        SimulatorEcho.Write(json, exchange.Provider.Name, root, default);
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool base64)
    {
        if (base64)
        {
            json.WriteString("embedding", EmbeddingVector.Base64(vector));
            return;
        }

        json.WriteStartArray("embedding");
        foreach (float value in vector)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
