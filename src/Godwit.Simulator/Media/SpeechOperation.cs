using System.Text.Json;
using Godwit.Simulator.Operations;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Media;

/// <summary>Answers <c>audio/speech</c>: silence of the right length, whole or as events.</summary>
internal sealed class SpeechOperation(FaultScript script)
{
    private const int LongestInput = 4096;
    private const int BytesPerEvent = 4096;
    private const int TokensOfSoundPerToken = 12;

    public async Task AnswerAsync(Exchange exchange, JsonElement root)
    {
        if (Check(exchange, root) is { } error)
        {
            await exchange.RefuseAsync(error);
            return;
        }

        string model = RequestFields.Text(root, "model")!;
        bool events = RequestFields.Text(root, "stream_format") == "sse";
        if (await OperationFaults.MetAsync(exchange, script, model, events))
        {
            return;
        }

        int tokens = TokenRule.Count(RequestFields.Text(root, "input"));
        (byte[] bytes, string type) = SilentSound.Of(FormatOf(root), tokens)!.Value;
        if (!events)
        {
            await ByteAnswer.SendAsync(exchange, type, bytes);
            return;
        }

        await using AnswerStream stream = new(exchange);
        await stream.BeforeFirstAsync();
        for (int at = 0; at < bytes.Length; at += BytesPerEvent)
        {
            if (await stream.BeforePieceAsync() == StreamTurn.End)
            {
                return;
            }

            ReadOnlyMemory<byte> piece = bytes.AsMemory(at, Math.Min(BytesPerEvent, bytes.Length - at));
            await stream.Events.SendAsync("speech.audio.delta", piece, WriteDelta);
        }

        await stream.Events.SendAsync("speech.audio.done", tokens, WriteDone);
    }

    private static ProviderError? Check(Exchange exchange, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return new ProviderError(ErrorReason.BadJson, "The body has to be a JSON object.");
        }

        foreach (string name in (ReadOnlySpan<string>)["model", "input", "voice"])
        {
            if (!FieldCheck.Has(root, name))
            {
                return ProviderError.Missing(name);
            }
        }

        return RequestFields.Text(root, "input") is not { Length: > 0 and <= LongestInput }
                ? ProviderError.Invalid("input", $"a text of 1 to {LongestInput} characters")
            : SilentSound.Of(FormatOf(root), 1) is null
                ? ProviderError.Invalid("response_format", "mp3, wav or pcm: the simulator has no other encoder")
            : ModelsOperation.CheckModel(exchange.Provider, RequestFields.Text(root, "model") ?? "");
    }

    private static string FormatOf(JsonElement root) => RequestFields.Text(root, "response_format") ?? "mp3";

    private static void WriteDelta(Utf8JsonWriter json, ReadOnlyMemory<byte> piece)
    {
        json.WriteStartObject();
        json.WriteString("type", "speech.audio.delta");
        json.WriteBase64String("audio", piece.Span);
        json.WriteEndObject();
    }

    private static void WriteDone(Utf8JsonWriter json, int tokens)
    {
        json.WriteStartObject();
        json.WriteString("type", "speech.audio.done");
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", tokens);
        json.WriteNumber("output_tokens", tokens * TokensOfSoundPerToken);
        json.WriteNumber("total_tokens", tokens * (TokensOfSoundPerToken + 1));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
