using System.Buffers;
using System.Text.Json;
using Godwit.Providers.Dialects.EventStreams;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Writes errors; a body is as in OpenAI's other paths.</summary>
internal static class ResponsesErrors
{
    /// <summary>Writes <c>{"error":{…}}</c>.</summary>
    public static void Write(ClientError problem, IBufferWriter<byte> output)
    {
        using var json = SseText.Json(output);
        json.WriteStartObject();
        WriteError(json, problem);
        json.WriteEndObject();
    }

    /// <summary>Writes an <c>error</c> event as the end of a stream that was relayed.</summary>
    public static void WriteEvent(ClientError problem, bool insideEvent, IBufferWriter<byte> output)
    {
        if (insideEvent)
        {
            output.Write("\n\n"u8);
        }

        // Nobody counted the events of a stream that was relayed; nothing follows this one.
        WriteEvent(problem, int.MaxValue, output);
    }

    /// <summary>
    /// Writes an <c>error</c> event, with the members where the documentation has them and where clients look for them:
    /// under <c>error</c>.
    /// </summary>
    public static void WriteEvent(ClientError problem, int sequence, IBufferWriter<byte> output) =>
        SseText.Write(output, "error"u8, (problem, sequence), static (json, told) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteNumber("sequence_number"u8, told.sequence);
            json.WriteString("code"u8, told.problem.Code);
            json.WriteString("message"u8, told.problem.Message);
            json.WriteString("param"u8, told.problem.Param);
            WriteError(json, told.problem);
            json.WriteEndObject();
        });

    private static void WriteError(Utf8JsonWriter json, ClientError problem)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, problem.Message);
        json.WriteString("type"u8, problem.Type);
        json.WriteString("param"u8, problem.Param);
        json.WriteString("code"u8, problem.Code);
        json.WriteEndObject();
    }
}
