using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Schemas;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Chat;

/// <summary>Decides which tools an answer calls, and derives their arguments from the message.</summary>
internal static class ToolCalls
{
    private const int MostCalls = 8;

    /// <summary>The calls that answer a request; none when the caller does not want or offer any.</summary>
    public static IReadOnlyList<ToolCall> Compose(
        AnswerRequest request, Conversation conversation, ProviderQuirks quirks, ref DeterministicSource source)
    {
        if (request.Tools.Count == 0 || request.ToolChoice == "none" || conversation.LastRole != "user")
        {
            return [];
        }

        MessageHints hints = MessageHints.Of(conversation.LastUserText);
        bool parallel = request.ParallelToolCalls ?? quirks.ParallelByDefault;
        List<ToolCall> calls = [];
        foreach (OfferedTool tool in Select(request, hints, parallel))
        {
            int wanted = parallel && AsksForPlace(tool.Parameters) ? Math.Max(1, hints.Places.Count) : 1;
            for (int i = 0; i < wanted && calls.Count < MostCalls; i++)
            {
                string id = request.ToolCallIdPrefix is null && quirks.ShortToolCallIds
                    ? source.NextId("", 9)
                    : source.NextId(request.ToolCallIdPrefix ?? "call_", 24);
                string arguments = Arguments(tool.Parameters, wanted > 1 ? hints.Only(i) : hints, source);
                calls.Add(new ToolCall(id, tool.Name, arguments));
            }
        }

        return calls;
    }

    private static List<OfferedTool> Select(AnswerRequest request, MessageHints hints, bool parallel)
    {
        List<OfferedTool> tools = [.. request.Tools
            .Where(tool => request.NamedTools.Count == 0 || request.NamedTools.Contains(tool.Name))];
        if (tools.Count <= 1)
        {
            return tools;
        }

        List<OfferedTool> mentioned = [.. tools.Where(tool => Mentions(hints, tool.Name))];
        if (mentioned.Count == 0)
        {
            mentioned = [.. tools.Where(tool => Mentions(hints, tool.Description)).Take(1)];
        }

        return mentioned.Count == 0 ? tools[..1] : parallel ? mentioned : mentioned[..1];
    }

    // A tool is meant when a word of its name or description that says something stands in the message.
    private static bool Mentions(MessageHints hints, string text)
    {
        StringBuilder word = new();
        foreach (char letter in text + " ")
        {
            if (char.IsLetter(letter) && !(char.IsUpper(letter) && word.Length > 0))
            {
                word.Append(letter);
                continue;
            }

            if (word.Length >= 4 && hints.Mentions(word.ToString()))
            {
                return true;
            }

            word.Clear();
            if (char.IsLetter(letter))
            {
                word.Append(letter);
            }
        }

        return false;
    }

    private static bool AsksForPlace(JsonElement parameters)
    {
        JsonElement properties = RequestFields.Object(parameters, "properties");
        return properties.ValueKind == JsonValueKind.Object && properties.EnumerateObject().Any(property =>
            
            "string".Equals(RequestFields.Text(property.Value, "type"), StringComparison.OrdinalIgnoreCase)
            && SchemaScalars.AsksForPlace(property.Name));
    }

    private static string Arguments(JsonElement parameters, MessageHints hints, DeterministicSource source)
    {
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return "{}";
        }

        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            new SchemaFiller(parameters, hints, source, json).Write();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
