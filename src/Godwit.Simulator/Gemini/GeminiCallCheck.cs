using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Gemini;

/// <summary>Checks that function calls and responses belong together and that signatures came back unchanged.</summary>
internal static class GeminiCallCheck
{
    public const string Purpose = "thought";

    /// <summary>Marks that the documentation gives to those who bring calls of another model.</summary>
    public static readonly FrozenSet<string> SkipMarks =
        new[] { "context_engineering_is_the_way_to_go", "skip_thought_signature_validator" }.ToFrozenSet();

    public static ProviderError? Check(JsonElement contents, string model, Seal seal)
    {
        List<JsonElement> turns = [.. contents.EnumerateArray()];
        List<JsonElement> open = [];
        for (int index = 0; index < turns.Count; index++)
        {
            List<JsonElement> responses = PartsOf(turns[index], "functionResponse");
            List<JsonElement> calls = PartsOf(turns[index], "functionCall");
            if (CheckResponses(open, responses) is { } wrong)
            {
                return wrong;
            }

            if (calls.Count > 0 && index == 0)
            {
                return GeminiFields.Invalid(
                    "contents",
                    "Please ensure that function call turn comes immediately after a user turn or after a function "
                        + "response turn.");
            }

            open = calls;
        }

        if (open.Count > 0)
        {
            return GeminiFields.Invalid(
                "contents",
                "Please ensure that a function response turn comes immediately after a function call turn.");
        }

        return CheckSignatures(turns, model, seal);
    }

    public static List<JsonElement> PartsOf(JsonElement content, string kind) =>
        GeminiFields.Array(content, "parts") is not { } parts
            ? []
            : [.. parts.EnumerateArray().Where(part => GeminiFields.Has(part, kind))];

    private static ProviderError? CheckResponses(List<JsonElement> calls, List<JsonElement> responses)
    {
        if (calls.Count != responses.Count)
        {
            return GeminiFields.Invalid("contents", calls.Count == 0
                ? "Please ensure that function response turn comes immediately after a function call turn."
                : "Please ensure that the number of function response parts is equal to the number of function call "
                    + "parts of the function call turn.");
        }

        foreach (JsonElement part in responses)
        {
            JsonElement response = GeminiFields.Object(part, "functionResponse");
            string? name = GeminiFields.Text(response, "name");
            string? id = GeminiFields.Text(response, "id");
            if (!calls.Select(call => GeminiFields.Object(call, "functionCall")).Any(call =>
                GeminiFields.Text(call, "name") == name && (id is null || GeminiFields.Text(call, "id") == id)))
            {
                return GeminiFields.Invalid(
                    "contents", $"The function response '{name}' answers no function call of the turn before.");
            }
        }

        return null;
    }

    private static ProviderError? CheckSignatures(List<JsonElement> turns, string model, Seal seal)
    {
        bool asks = model.Contains("gemini-3", StringComparison.Ordinal);
        int current = turns.FindLastIndex(turn =>
            GeminiFields.Text(turn, "role") != "model" && PartsOf(turn, "functionResponse").Count == 0);
        for (int index = 0; index < turns.Count; index++)
        {
            if (GeminiFields.Text(turns[index], "role") != "model")
            {
                continue;
            }

            List<JsonElement> calls = PartsOf(turns[index], "functionCall");
            if (asks && index > current && calls.Count > 0 && !GeminiFields.Has(calls[0], "thoughtSignature"))
            {
                string? name = GeminiFields.Text(GeminiFields.Object(calls[0], "functionCall"), "name");
                return GeminiFields.Invalid(
                    $"contents[{index}]",
                    $"Function call is missing a thought_signature in functionCall parts: `{name}`, position {index}.");
            }

            foreach (JsonElement part in PartsOf(turns[index], "thoughtSignature"))
            {
                string mark = GeminiFields.Text(part, "thoughtSignature") ?? "";
                string? name = GeminiFields.Text(GeminiFields.Object(part, "functionCall"), "name");
                if (!SkipMarks.Contains(mark) && seal.Open(Purpose, mark) != (name ?? ""))
                {
                    return GeminiFields.Invalid($"contents[{index}]", "Thought signature is not valid.");
                }
            }
        }

        return null;
    }
}
