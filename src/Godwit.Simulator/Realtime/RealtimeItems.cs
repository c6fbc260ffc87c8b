using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Realtime;

/// <summary>Reads a session's items as turns and its settings as a request.</summary>
internal static class RealtimeItems
{
    public static IEnumerable<Turn> Read(string instructions, IReadOnlyList<JsonElement> items)
    {
        if (instructions.Length > 0)
        {
            yield return new Turn("system", instructions, JsonSerializer.SerializeToElement(instructions));
        }

        foreach (JsonElement item in items)
        {
            switch (RequestFields.Text(item, "type"))
            {
                case "function_call":
                    yield return new Turn("assistant", "", item) { Calls = item.GetRawText() };
                    break;
                case "function_call_output":
                    yield return new Turn("tool", RequestFields.Text(item, "output") ?? "", item);
                    break;
                default:
                    yield return new Turn(RequestFields.Text(item, "role") ?? "user", TextOf(item), item);
                    break;
            }
        }
    }

    /// <summary>The session's settings, over which those of the one response go.</summary>
    public static RealtimeRequest RequestOf(string model, JsonObject settings, JsonElement wanted)
    {
        using JsonDocument document = JsonDocument.Parse(settings.ToJsonString());
        JsonElement session = document.RootElement.Clone();
        JsonElement Of(string name) => FieldCheck.Has(wanted, name) ? wanted : session;
        JsonElement choice = RequestFields.Object(Of("tool_choice"), "tool_choice");
        return new RealtimeRequest
        {
            Model = model,
            Audio = RequestFields.Texts(Of("output_modalities"), "output_modalities").Contains("audio"),
            MaxTokens = RequestFields.Integer(Of("max_output_tokens"), "max_output_tokens"),
            ToolCallIdPrefix = "call_",
            ToolChoice = RequestFields.Text(Of("tool_choice"), "tool_choice") ?? "auto",
            NamedTools = RequestFields.Text(choice, "name") is { } name ? [name] : [],
            Tools = [.. RequestFields.Items(Of("tools"), "tools")
                .Where(tool => RequestFields.Text(tool, "name") is not null)
                .Select(tool => new OfferedTool(
                    RequestFields.Text(tool, "name")!,
                    RequestFields.Text(tool, "description") ?? "",
                    RequestFields.Object(tool, "parameters")))],
        };
    }

    private static string TextOf(JsonElement message) => string.Join('\n', RequestFields.Items(message, "content")
        .Select(part => RequestFields.Text(part, "text") ?? RequestFields.Text(part, "transcript"))
        .OfType<string>());
}
