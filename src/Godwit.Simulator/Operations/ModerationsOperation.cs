using System.Text.Json;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Operations;

/// <summary>Answers <c>moderations</c>: a text is flagged for a category when it has one of its words.</summary>
internal sealed class ModerationsOperation(FaultScript script)
{
    private static readonly (string Category, string[] Words)[] Categories =
    [
        ("sexual", ["porn", "erotic"]),
        ("sexual/minors", []),
        ("harassment", ["idiot", "stupid"]),
        ("harassment/threatening", ["i will hurt you"]),
        ("hate", ["hateful"]),
        ("hate/threatening", []),
        ("illicit", ["steal", "forge"]),
        ("illicit/violent", ["bomb"]),
        ("self-harm", ["suicide"]),
        ("self-harm/intent", []),
        ("self-harm/instructions", []),
        ("violence", ["kill", "murder", "violence"]),
        ("violence/graphic", ["gore"]),
    ];

    public async Task AnswerAsync(Exchange exchange, JsonElement root)
    {
        string model = RequestFields.Text(root, "model") ?? "omni-moderation-latest";
        List<string> inputs = ReadInputs(root);
        ProviderError? error = root.ValueKind != JsonValueKind.Object
                ? new(ErrorReason.BadJson, "The body has to be a JSON object.")
            : inputs.Count == 0 ? ProviderError.Missing("input")
            : ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        if (await OperationFaults.MetAsync(exchange, script, model))
        {
            return;
        }

        string id = new DeterministicSource(DeterministicSource.Hash(inputs[0])).NextId("modr-", 24);
        await exchange.AnswerAsync(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("model", model);
            json.WriteStartArray("results");
            foreach (string input in inputs)
            {
                WriteResult(json, input);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // Parts of one input are judged together; an array of texts is judged one by one.
    private static List<string> ReadInputs(JsonElement root)
    {
        if (RequestFields.Array(root, "input") is not { } many)
        {
            return [.. RequestFields.Texts(root, "input")];
        }

        List<JsonElement> parts = [.. many.EnumerateArray()];
        return parts.Exists(part => part.ValueKind == JsonValueKind.Object)
            ? [string.Join(' ', parts.Select(part => RequestFields.Text(part, "text")))]
            : [.. RequestFields.Texts(root, "input")];
    }

    private static void WriteResult(Utf8JsonWriter json, string input)
    {
        bool[] flags = [.. Categories.Select(category =>
            category.Words.Any(word => input.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        json.WriteStartObject();
        json.WriteBoolean("flagged", flags.Contains(true));
        json.WriteStartObject("categories");
        for (int index = 0; index < flags.Length; index++)
        {
            json.WriteBoolean(Categories[index].Category, flags[index]);
        }

        json.WriteEndObject();
        json.WriteStartObject("category_scores");
        for (int index = 0; index < flags.Length; index++)
        {
            json.WriteNumber(Categories[index].Category, flags[index] ? 0.97 : 0.0001);
        }

        json.WriteEndObject();
        json.WriteStartObject("category_applied_input_types");
        foreach ((string category, _) in Categories)
        {
            json.WriteStartArray(category);
            json.WriteStringValue("text");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
