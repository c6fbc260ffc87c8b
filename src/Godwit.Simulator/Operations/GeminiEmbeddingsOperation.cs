using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Gemini;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>:embedContent</c> and <c>:batchEmbedContents</c>.</summary>
internal sealed class GeminiEmbeddingsOperation(FaultScript script, int seed)
{
    private const int UsualDimensions = 3072;
    private const int MostInBatch = 100;

    private static readonly FrozenSet<string> Known =
        new[] { "model", "content", "taskType", "title", "outputDimensionality" }.ToFrozenSet();

    private static readonly FrozenSet<string> KnownOfBatch = new[] { "requests" }.ToFrozenSet();

    public async Task AnswerAsync(Exchange exchange, JsonElement root, string model, bool batch)
    {
        ProviderError? error = (batch ? CheckBatch(root, model) : CheckOne(root, null, null))
            ?? ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
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

        await exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            if (batch)
            {
                json.WriteStartArray("embeddings");
                foreach (JsonElement one in GeminiFields.Array(root, "requests")!.Value.EnumerateArray())
                {
                    json.WriteStartObject();
                    WriteValues(json, one);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }
            else
            {
                json.WriteStartObject("embedding");
                WriteValues(json, root);
                json.WriteEndObject();
            }

            json.WriteStartObject("usageMetadata");
            json.WriteNumber("promptTokenCount", TokensOf(root, batch));
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    private static int TokensOf(JsonElement root, bool batch) => batch
        ? GeminiFields.Array(root, "requests")!.Value.EnumerateArray().Sum(one => TokensOf(one, batch: false))
        : TokenRule.Count(GeminiTurns.TextOf(GeminiFields.Object(root, "content")));

    private static ProviderError? CheckBatch(JsonElement root, string model)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "Invalid JSON payload received.");
        }

        if (GeminiFields.Unknown(root, KnownOfBatch, null) is { } unknown)
        {
            return unknown;
        }

        if (GeminiFields.Array(root, "requests") is not { } requests || requests.GetArrayLength() is 0 or > MostInBatch)
        {
            return GeminiFields.Invalid(
                "requests", $"* BatchEmbedContentsRequest.requests: has to have 1 to {MostInBatch} requests");
        }

        int index = 0;
        foreach (JsonElement one in requests.EnumerateArray())
        {
            if (CheckOne(one, $"requests[{index++}]", model) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static ProviderError? CheckOne(JsonElement one, string? place, string? model)
    {
        if (one.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "Invalid JSON payload received.");
        }

        if (GeminiFields.Unknown(one, Known, place) is { } unknown)
        {
            return unknown;
        }

        if (model is not null && GeminiFields.Text(one, "model") != "models/" + model)
        {
            return GeminiFields.Invalid(
                $"{place}.model", $"* BatchEmbedContentsRequest.{place}.model: does not match the model of the path");
        }

        if (!GeminiFields.TryGet(one, "content", out JsonElement content))
        {
            return GeminiFields.Invalid("content", "* EmbedContentRequest.content: content is not specified");
        }

        return GeminiFields.NumberWithin(one, "outputDimensionality", 1, UsualDimensions)
            ? GeminiCheck.CheckContent(content, "content", role: false)
            : GeminiFields.Invalid("output_dimensionality", $"* output_dimensionality: from 1 to {UsualDimensions}");
    }

    private void WriteValues(Utf8JsonWriter json, JsonElement one)
    {
        int dimensions = GeminiFields.Integer(one, "outputDimensionality") ?? UsualDimensions;
        json.WriteStartArray("values");
        foreach (float value in EmbeddingVector.Of(
            GeminiTurns.TextOf(GeminiFields.Object(one, "content")), dimensions, seed))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
