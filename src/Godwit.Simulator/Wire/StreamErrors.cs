using System.Text.Json;
using Godwit.Simulator.Serving;

namespace Godwit.Simulator.Wire;

/// <summary>Writes an error as an event of a stream.</summary>
internal static class StreamErrors
{
    public static void Write(Utf8JsonWriter json, Exchange exchange, ProviderError error)
    {
        switch (exchange.Dialect)
        {
            case Dialect.Messages:
                // Overload is what ends running streams there, and it has no status of its own any more.
                MessagesErrors.Write(json, error with { Reason = ErrorReason.Unavailable }, exchange.RequestId);
                break;
            case Dialect.Responses:
                ResponsesErrors.WriteEvent(json, error, sequence: 0);
                break;
            case Dialect.Gemini:
                GeminiErrors.Write(json, error);
                break;
            case Dialect.Tencent:
                json.WriteStartObject();
                json.WriteStartObject("ErrorMsg");
                json.WriteString("Msg", error.Message);
                json.WriteNumber("Code", 4000);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                ErrorBodies.Write(json, exchange, error);
                break;
        }
    }
}
