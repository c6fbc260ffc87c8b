using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.Native;

/// <summary>A call's arguments as an object, for dialects where they are no text.</summary>
internal static class ToolArguments
{
    // The model's own words may be nested as deep as it likes; what is deeper is wrapped as text.
    private const int MostDepth = 64;

    /// <summary>Writes the arguments as an object; what is none is wrapped, and reported.</summary>
    public static void Write(Utf8JsonWriter json, ToolCallPart call, LossReport losses)
    {
        if (string.IsNullOrWhiteSpace(call.Arguments))
        {
            json.WriteStartObject();
            json.WriteEndObject();
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(
                call.Arguments, new JsonDocumentOptions { MaxDepth = MostDepth });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                document.RootElement.WriteTo(json);
                return;
            }
        }
        catch (JsonException)
        {
            // Reported below, as a value that is no object is.
        }

        losses.Add(
            LossKind.Approximated, call.Path,
            "The arguments are no JSON object: they are sent in a member 'arguments'.");
        new JsonObject { ["arguments"] = call.Arguments }.WriteTo(json);
    }
}
