using System.Buffers;
using System.Text;
using System.Text.Json;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Files;

/// <summary>Works through the lines of a batch's input.</summary>
/// <param name="answer">Writes the answer to one body and gives its status.</param>
internal sealed class BatchRun(Func<JsonElement, Utf8JsonWriter, int> answer)
{
    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ArrayBufferWriter<byte> _errors = new();

    public int Completed { get; private set; }

    public int Failed { get; private set; }

    public byte[] Output => _output.WrittenSpan.ToArray();

    public byte[] Errors => _errors.WrittenSpan.ToArray();

    /// <summary>Runs the lines; gives what is wrong with one, when it is not worth running any.</summary>
    public string? Run(byte[] input, string endpoint)
    {
        int number = 0;
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            if (line.Trim().Length == 0)
            {
                continue;
            }

            try
            {
                using JsonDocument document = JsonDocument.Parse(line);
                if (Check(document.RootElement, endpoint) is { } wrong)
                {
                    return $"Line {number}: {wrong}";
                }

                RunLine(document.RootElement);
            }
            catch (JsonException)
            {
                return $"Line {number}: this line is not parseable as valid JSON.";
            }
        }

        return number == 0 ? "The file is empty." : null;
    }

    private static string? Check(JsonElement line, string endpoint) =>
        RequestFields.Text(line, "custom_id") is null ? "missing custom_id"
        : RequestFields.Text(line, "method") != "POST" ? "method has to be POST"
        : RequestFields.Text(line, "url") != endpoint ? $"url has to be {endpoint}, as the batch says"
        : RequestFields.Object(line, "body").ValueKind != JsonValueKind.Object ? "missing body"
        : null;

    private void RunLine(JsonElement line)
    {
        string id = RequestFields.Text(line, "custom_id")!;
        DeterministicSource ids = new(DeterministicSource.Hash(id));
        ArrayBufferWriter<byte> body = new();
        int status;
        using (Utf8JsonWriter json = new(body, WireJson.Options))
        {
            status = answer(RequestFields.Object(line, "body"), json);
        }

        bool good = status == 200;
        ArrayBufferWriter<byte> target = good ? _output : _errors;
        Completed += good ? 1 : 0;
        Failed += good ? 0 : 1;
        using (Utf8JsonWriter json = new(target, WireJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("id", ids.NextId("batch_req_", 24));
            json.WriteString("custom_id", id);
            json.WriteStartObject("response");
            json.WriteNumber("status_code", status);
            json.WriteString("request_id", ids.NextId("req_", 32));
            json.WritePropertyName("body");
            json.WriteRawValue(body.WrittenSpan, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteNull("error");
            json.WriteEndObject();
        }

        target.Write("\n"u8);
    }
}
