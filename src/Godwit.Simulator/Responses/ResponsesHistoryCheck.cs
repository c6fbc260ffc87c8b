using System.Text.Json;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Responses;

/// <summary>Checks that calls and outputs, and reasoning and what it led to, belong together.</summary>
internal static class ResponsesHistoryCheck
{
    public static ProviderError? Check(IReadOnlyList<JsonElement> history)
    {
        HashSet<string> called = [];
        HashSet<string> open = [];
        for (int index = 0; index < history.Count; index++)
        {
            JsonElement item = history[index];
            switch (ResponsesItemCheck.TypeOf(item))
            {
                case "function_call":
                    string id = RequestFields.Text(item, "call_id")!;
                    called.Add(id);
                    open.Add(id);
                    break;
                case "function_call_output" when RequestFields.Text(item, "call_id") is { } answered:
                    if (!called.Contains(answered))
                    {
                        return Wrong($"No tool call found for function call output with call_id {answered}.");
                    }

                    open.Remove(answered);
                    break;
                case "reasoning" when !LeadsOn(history, index):
                    return Wrong($"Item '{RequestFields.Text(item, "id")}' of type 'reasoning' was provided without "
                        + "its required following item.");
            }
        }

        return open.Count == 0 ? null : Wrong($"No tool output found for function call {open.First()}.");
    }

    private static bool LeadsOn(IReadOnlyList<JsonElement> history, int index) =>
        index + 1 < history.Count && ResponsesItemCheck.TypeOf(history[index + 1]) switch
        {
            "message" => RequestFields.Text(history[index + 1], "role") == "assistant",
            "function_call_output" => false,
            _ => true,
        };

    private static ProviderError Wrong(string message) => new(ErrorReason.BadJson, message, "input");
}
