using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>rerank</c>: documents that share words with the query come first.</summary>
internal sealed class RerankOperation(FaultScript script, int seed)
{
    private const int Dimensions = 256;

    public async Task AnswerAsync(Exchange exchange, JsonElement root)
    {
        string model = RequestFields.Text(root, "model") ?? "";
        string query = RequestFields.Text(root, "query") ?? "";
        List<string> documents = [.. RequestFields.Items(root, "documents").Select(document =>
            document.ValueKind == JsonValueKind.String
                ? document.GetString()!
                : RequestFields.Text(document, "text") ?? document.GetRawText())];
        ProviderError? error = root.ValueKind != JsonValueKind.Object
                ? new(ErrorReason.BadJson, "The body has to be a JSON object.")
            : model.Length == 0 ? ProviderError.Missing("model")
            : query.Length == 0 ? ProviderError.Missing("query")
            : documents.Count == 0 ? ProviderError.Missing("documents")
            : !RequestFields.IntegerWithin(root, "top_n", 1, int.MaxValue)
                ? ProviderError.Invalid("top_n", "a whole number from 1")
            : ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        if (!await OperationFaults.MetAsync(exchange, script, model))
        {
            bool shown = RequestFields.Flag(root, "return_documents") == true;
            await exchange.AnswerAsync(200, json => Write(
                json, model, query, documents, RequestFields.Integer(root, "top_n") ?? documents.Count, shown));
        }
    }

    private void Write(
        Utf8JsonWriter json, string model, string query, List<string> documents, int most, bool shown)
    {
        float[] wanted = EmbeddingVector.Of(query, Dimensions, seed);
        List<(int Index, double Score)> ranked = [.. documents
            .Select((text, index) => (index, Score(wanted, EmbeddingVector.Of(text, Dimensions, seed))))
            .OrderByDescending(one => one.Item2).ThenBy(one => one.index)
            .Take(most)];
        int tokens = TokenRule.Count(query) + documents.Sum(text => TokenRule.Count(text));
        json.WriteStartObject();
        json.WriteString("id", new DeterministicSource(DeterministicSource.Hash(query)).NextId("rerank-", 24));
        json.WriteString("object", "list");
        json.WriteString("model", model);
        json.WriteStartArray("results");
        foreach ((int index, double score) in ranked)
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteNumber("relevance_score", score);
            if (shown)
            {
                json.WriteStartObject("document");
                json.WriteString("text", documents[index]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // From the cosine, which goes from -1 to 1, to a score from 0 to 1.
    private static double Score(float[] one, float[] other)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            sum += one[i] * other[i];
        }

        return Math.Round(Math.Clamp((sum + 1) / 2, 0, 1), 6);
    }
}
