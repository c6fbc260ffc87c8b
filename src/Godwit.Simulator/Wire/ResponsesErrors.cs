using System.Text.Json;

namespace Godwit.Simulator.Wire;

/// <summary>Writes errors as events of OpenAI Responses.</summary>
internal static class ResponsesErrors
{
    /// <summary>Writes the <c>error</c> event, which has its fields at the top.</summary>
    public static void WriteEvent(Utf8JsonWriter json, ProviderError error, int sequence)
    {
        json.WriteStartObject();
        json.WriteString("type", "error");
        json.WriteNumber("sequence_number", sequence);
        json.WriteString("code", CodeOf(error));
        json.WriteString("message", error.Message);
        json.WriteString("param", error.Param);
        json.WriteEndObject();
    }

    /// <summary>The code of an error inside a response.</summary>
    public static string CodeOf(ProviderError error) => error.Code ?? error.Wire.Code ?? "server_error";
}
