using System.Text;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Files;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Media;

/// <summary>Answers <c>audio/transcriptions</c> and <c>audio/translations</c>: says which file came.</summary>
internal sealed class TranscriptionOperation(FaultScript script)
{
    private const int BytesPerSecond = 48_000;
    private const int TokensPerSecond = 10;

    public async Task AnswerAsync(Exchange exchange, byte[] body)
    {
        MultipartForm? form = await MultipartForm.ReadAsync(exchange.Http.Request.ContentType, body);
        string? model = form?.Text("model");
        string format = form?.Text("response_format") ?? "json";
        ProviderError? error = form is null ? new(ErrorReason.BadJson, "The body has to be multipart/form-data.")
            : form.File("file") is null ? ProviderError.Missing("file")
            : string.IsNullOrEmpty(model) ? ProviderError.Missing("model")
            : format is not ("json" or "text" or "srt" or "vtt" or "verbose_json")
                ? ProviderError.Invalid("response_format", "json, text, srt, vtt or verbose_json")
            : ModelsOperation.CheckModel(exchange.Provider, model);
        if (error is not null)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        bool stream = form!.Text("stream") == "true";
        if (await OperationFaults.MetAsync(exchange, script, model, stream))
        {
            return;
        }

        FormPart file = form.File("file")!;
        string text = $"This is a simulated transcript by provider {exchange.Provider.Name}, model {model}, of "
            + $"{file.FileName} with {file.Content.Length} bytes.";
        int seconds = Math.Max(1, file.Content.Length / BytesPerSecond);
        if (stream)
        {
            await StreamAsync(exchange, text, seconds);
        }
        else
        {
            await AnswerPlainAsync(exchange, format, text, seconds);
        }
    }

    private static Task AnswerPlainAsync(Exchange exchange, string format, string text, int seconds)
    {
        string span = $"00:00:00{(format == "srt" ? ',' : '.')}000 --> "
            + $"{TimeSpan.FromSeconds(seconds):hh\\:mm\\:ss}{(format == "srt" ? ',' : '.')}000";
        string? plain = format switch
        {
            "text" => text + "\n",
            "srt" => $"1\n{span}\n{text}\n\n",
            "vtt" => $"WEBVTT\n\n{span}\n{text}\n\n",
            _ => null,
        };
        return plain is not null
            ? ByteAnswer.SendAsync(exchange, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(plain))
            : exchange.AnswerAsync(200, json => WriteJson(json, text, seconds, format == "verbose_json"));
    }

    private static async Task StreamAsync(Exchange exchange, string text, int seconds)
    {
        await using AnswerStream stream = new(exchange);
        await stream.BeforeFirstAsync();
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(text))
        {
            if (await stream.BeforePieceAsync() == StreamTurn.End)
            {
                return;
            }

            await stream.Events.SendAsync("transcript.text.delta", piece, static (json, piece) =>
            {
                json.WriteStartObject();
                json.WriteString("type", "transcript.text.delta");
                json.WriteString("delta", piece.Span);
                json.WriteEndObject();
            });
        }

        await stream.Events.SendAsync("transcript.text.done", (text, seconds), static (json, done) =>
        {
            json.WriteStartObject();
            json.WriteString("type", "transcript.text.done");
            json.WriteString("text", done.text);
            WriteUsage(json, done.text, done.seconds);
            json.WriteEndObject();
        });
    }

    private static void WriteJson(Utf8JsonWriter json, string text, int seconds, bool verbose)
    {
        json.WriteStartObject();
        if (verbose)
        {
            json.WriteString("task", "transcribe");
            json.WriteString("language", "english");
            json.WriteNumber("duration", seconds);
            json.WriteStartArray("segments");
            json.WriteStartObject();
            json.WriteNumber("id", 0);
            json.WriteNumber("start", 0);
            json.WriteNumber("end", seconds);
            json.WriteString("text", text);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteString("text", text);
        WriteUsage(json, text, seconds);
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, string text, int seconds)
    {
        int input = seconds * TokensPerSecond;
        int output = TokenRule.Count(text);
        json.WriteStartObject("usage");
        json.WriteString("type", "tokens");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_token_details");
        json.WriteNumber("text_tokens", 0);
        json.WriteNumber("audio_tokens", input);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteNumber("total_tokens", input + output);
        json.WriteEndObject();
    }
}
