using System.Buffers;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Media;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Realtime;

/// <summary>Sends one response of a session as its events.</summary>
internal sealed class RealtimeResponse(
    RealtimeEvents events, Exchange turn, RealtimeRequest request, ComposedAnswers composed, string? before)
{
    private readonly string _id = events.NextId("resp_");
    private readonly List<JsonElement> _done = [];

    private ChatAnswer Answer => composed.Answers[0];

    /// <summary>Sends the events and gives the items that the conversation has from now on.</summary>
    public async ValueTask<IReadOnlyList<JsonElement>> SendAsync()
    {
        await SendResponseAsync("response.created", "in_progress");
        if (Answer.ToolCalls.Count == 0)
        {
            if (!await SendMessageAsync(events.NextId("item_")))
            {
                return [];
            }
        }

        for (int index = 0; index < Answer.ToolCalls.Count; index++)
        {
            await SendCallAsync(index, events.NextId("item_"), Answer.ToolCalls[index]);
        }

        await SendResponseAsync("response.done", Answer.Finish == Finish.Length ? "incomplete" : "completed");
        return _done;
    }

    private async ValueTask<bool> SendMessageAsync(string id)
    {
        string kind = request.Audio ? "output_audio_transcript" : "output_text";
        string member = request.Audio ? "transcript" : "text";
        string text = Answer.Content ?? "";
        await SendItemAsync("added", 0, json => WriteMessage(json, id, null));
        await SendPartAsync("response.content_part.added", id, "");
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(text))
        {
            if (turn.Faults.Find(FaultKind.StreamCut) is { } cut
                && turn.Record.ChunksSent >= (cut.AfterChunks ?? FaultDefaults.AfterChunks(cut.Kind)))
            {
                events.Cut();
                return false;
            }

            if (turn.Provider.Pace > TimeSpan.Zero)
            {
                await turn.WaitAsync(turn.Provider.Pace);
            }

            turn.Record.ChunksSent++;
            await SendInPartAsync($"response.{kind}.delta", id, json => json.WriteString("delta", piece.Span));
            if (request.Audio)
            {
                await SendInPartAsync("response.output_audio.delta", id, static json =>
                    json.WriteBase64String("delta", SilentSound.Of("pcm", 1)!.Value.Bytes));
            }
        }

        if (request.Audio)
        {
            await SendInPartAsync("response.output_audio.done", id, _ => { });
        }

        await SendInPartAsync($"response.{kind}.done", id, json => json.WriteString(member, text));
        await SendPartAsync("response.content_part.done", id, text);
        await SendItemAsync("done", 0, json => WriteMessage(json, id, text));
        return true;
    }

    private async ValueTask SendCallAsync(int index, string id, ToolCall call)
    {
        await SendItemAsync("added", index, json => WriteCall(json, id, call, begun: true));
        foreach (ReadOnlyMemory<char> piece in TokenPieces.Of(call.Arguments, TokenPieces.TokensPerArgumentPiece))
        {
            await events.SendAsync("response.function_call_arguments.delta", json =>
            {
                WritePlace(json, id, index);
                json.WriteString("call_id", call.Id);
                json.WriteString("delta", piece.Span);
            });
        }

        await events.SendAsync("response.function_call_arguments.done", json =>
        {
            WritePlace(json, id, index);
            json.WriteString("call_id", call.Id);
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments);
        });
        await SendItemAsync("done", index, json => WriteCall(json, id, call, begun: false));
    }

    // The response and the conversation each say that an item begins and ends.
    private async ValueTask SendItemAsync(string what, int index, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, WireJson.Options))
        {
            write(json);
        }

        using JsonDocument document = JsonDocument.Parse(buffer.WrittenMemory);
        JsonElement item = document.RootElement.Clone();
        string? previous = _done.Count > 0 ? RequestFields.Text(_done[^1], "id") : before;
        await events.SendAsync("response.output_item." + what, json =>
        {
            json.WriteString("response_id", _id);
            json.WriteNumber("output_index", index);
            json.WritePropertyName("item");
            item.WriteTo(json);
        });
        await events.SendAsync("conversation.item." + what, json =>
        {
            json.WriteString("previous_item_id", previous);
            json.WritePropertyName("item");
            item.WriteTo(json);
        });
        if (what == "done")
        {
            _done.Add(item);
        }
    }

    private ValueTask SendPartAsync(string type, string id, string text) => SendInPartAsync(type, id, json =>
    {
        json.WritePropertyName("part");
        WritePart(json, text, request.Audio ? "audio" : "text");
    });

    private ValueTask SendInPartAsync(string type, string id, Action<Utf8JsonWriter> rest) =>
        events.SendAsync(type, json =>
        {
            WritePlace(json, id, 0);
            json.WriteNumber("content_index", 0);
            rest(json);
        });

    private void WritePlace(Utf8JsonWriter json, string id, int index)
    {
        json.WriteString("response_id", _id);
        json.WriteString("item_id", id);
        json.WriteNumber("output_index", index);
    }

    private ValueTask SendResponseAsync(string type, string status) => events.SendAsync(type, json =>
    {
        json.WriteStartObject("response");
        json.WriteString("object", "realtime.response");
        json.WriteString("id", _id);
        json.WriteString("status", status);
        json.WriteStartArray("output_modalities");
        json.WriteStringValue(request.Audio ? "audio" : "text");
        json.WriteEndArray();
        json.WriteStartArray("output");
        foreach (JsonElement item in _done)
        {
            item.WriteTo(json);
        }

        json.WriteEndArray();
        if (status == "in_progress")
        {
            json.WriteNull("usage");
        }
        else
        {
            WriteUsage(json);
        }

        json.WriteEndObject();
    });

    private void WriteUsage(Utf8JsonWriter json)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("total_tokens", composed.InputTokens + Answer.ContentTokens);
        json.WriteNumber("input_tokens", composed.InputTokens);
        json.WriteNumber("output_tokens", Answer.ContentTokens);
        json.WriteStartObject("input_token_details");
        json.WriteNumber("text_tokens", composed.InputTokens);
        json.WriteNumber("audio_tokens", 0);
        json.WriteNumber("cached_tokens", 0);
        json.WriteEndObject();
        json.WriteStartObject("output_token_details");
        json.WriteNumber("text_tokens", request.Audio ? 0 : Answer.ContentTokens);
        json.WriteNumber("audio_tokens", request.Audio ? Answer.ContentTokens : 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter json, string id, string? text)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "realtime.item");
        json.WriteString("type", "message");
        json.WriteString("status", text is null ? "in_progress" : "completed");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        if (text is not null)
        {
            WritePart(json, text, request.Audio ? "output_audio" : "output_text");
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WritePart(Utf8JsonWriter json, string text, string type)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString(request.Audio ? "transcript" : "text", text);
        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, string id, ToolCall call, bool begun)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "realtime.item");
        json.WriteString("type", "function_call");
        json.WriteString("status", begun ? "in_progress" : "completed");
        json.WriteString("name", call.Name);
        json.WriteString("call_id", call.Id);
        json.WriteString("arguments", begun ? "" : call.Arguments);
        json.WriteEndObject();
    }
}
