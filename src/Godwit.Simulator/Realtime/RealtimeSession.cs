using System.Text.Json;
using System.Text.Json.Nodes;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Realtime;

/// <summary>One session: its settings, its conversation, and what each event of the client does.</summary>
internal sealed class RealtimeSession(
    string model, AnswerComposer composer, FaultScript script, RealtimeEvents events)
{
    private readonly List<JsonElement> _items = [];
    private readonly JsonObject _settings = new()
    {
        ["type"] = "realtime",
        ["object"] = "realtime.session",
        ["id"] = events.NextId("sess_"),
        ["model"] = model,
        ["output_modalities"] = new JsonArray("audio"),
        ["instructions"] = "",
        ["tools"] = new JsonArray(),
        ["tool_choice"] = "auto",
        ["max_output_tokens"] = "inf",
    };

    private long _soundBytes;

    public ValueTask BeginAsync() => SendSettingsAsync("session.created");

    public async ValueTask TakeAsync(Exchange turn, JsonElement message)
    {
        string? id = RequestFields.Text(message, "event_id");
        switch (RequestFields.Text(message, "type"))
        {
            case "session.update":
                await UpdateAsync(RequestFields.Object(message, "session"), id);
                break;
            case "conversation.item.create":
                await AddAsync(RequestFields.Object(message, "item"), id);
                break;
            case "conversation.item.delete":
                await DeleteAsync(RequestFields.Text(message, "item_id"), id);
                break;
            case "input_audio_buffer.append":
                _soundBytes += (RequestFields.Text(message, "audio")?.Length ?? 0) * 3L / 4;
                break;
            case "input_audio_buffer.clear":
                _soundBytes = 0;
                await events.SendAsync("input_audio_buffer.cleared", _ => { });
                break;
            case "input_audio_buffer.commit":
                await CommitAsync(id);
                break;
            case "response.create":
                await RespondAsync(turn, RequestFields.Object(message, "response"), id);
                break;
            case "response.cancel":
                await events.FailAsync(
                    id, "response_cancel_not_active", "Cancellation failed: no active response found");
                break;
            case var type:
                await events.FailAsync(id, "invalid_value", $"Invalid value: '{type}' is no event of the client.");
                break;
        }
    }

    private async ValueTask UpdateAsync(JsonElement wanted, string? cause)
    {
        if (wanted.ValueKind != JsonValueKind.Object)
        {
            await events.FailAsync(cause, "missing_required_parameter", "Missing required parameter: 'session'.");
            return;
        }

        foreach (JsonProperty property in wanted.EnumerateObject())
        {
            if (property.Name is not ("id" or "object" or "model"))
            {
                _settings[property.Name] = JsonNode.Parse(property.Value.GetRawText());
            }
        }

        await SendSettingsAsync("session.updated");
    }

    private async ValueTask AddAsync(JsonElement item, string? cause)
    {
        if (RequestFields.Text(item, "type") is not ("message" or "function_call" or "function_call_output"))
        {
            await events.FailAsync(cause, "invalid_value", "Invalid value for 'item.type'.");
            return;
        }

        JsonObject kept = JsonNode.Parse(item.GetRawText())!.AsObject();
        kept["id"] ??= events.NextId("item_");
        kept["object"] = "realtime.item";
        kept["status"] = "completed";
        await KeepAsync(kept);
    }

    private async ValueTask CommitAsync(string? cause)
    {
        if (_soundBytes == 0)
        {
            await events.FailAsync(
                cause, "input_audio_buffer_commit_empty", "Error committing input audio buffer: the buffer is empty.");
            return;
        }

        string id = events.NextId("item_");
        string? before = LastId;
        await events.SendAsync("input_audio_buffer.committed", json =>
        {
            json.WriteString("previous_item_id", before);
            json.WriteString("item_id", id);
        });
        await KeepAsync(new JsonObject
        {
            ["id"] = id,
            ["object"] = "realtime.item",
            ["type"] = "message",
            ["status"] = "completed",
            ["role"] = "user",
            ["content"] = new JsonArray(new JsonObject
            {
                ["type"] = "input_audio",
                ["transcript"] = $"{_soundBytes} bytes of sound",
            }),
        });
        _soundBytes = 0;
    }

    private async ValueTask DeleteAsync(string? itemId, string? cause)
    {
        if (_items.RemoveAll(item => RequestFields.Text(item, "id") == itemId) == 0)
        {
            await events.FailAsync(cause, "item_delete_invalid_item_id", "The item does not exist.");
            return;
        }

        await events.SendAsync("conversation.item.deleted", json => json.WriteString("item_id", itemId));
    }

    private async ValueTask RespondAsync(Exchange turn, JsonElement wanted, string? cause)
    {
        Conversation conversation = Conversation.Of(RealtimeItems.Read(Setting("instructions"), _items));
        turn.Apply(script.TakeFor(turn.Provider.Name, model, stream: true, prefill: false));
        if (turn.Faults.Replacement is { } fault)
        {
            await MeetAsync(turn, fault, cause);
            return;
        }

        if (turn.Provider.Latency > TimeSpan.Zero)
        {
            await turn.WaitAsync(turn.Provider.Latency);
        }

        RealtimeRequest request = RealtimeItems.RequestOf(model, _settings, wanted);
        ComposedAnswers composed = composer.Compose(request, conversation, turn.Provider);
        RealtimeResponse response = new(events, turn, request, composed, LastId);
        _items.AddRange(await response.SendAsync());
    }

    private async ValueTask MeetAsync(Exchange turn, Fault fault, string? cause)
    {
        switch (fault.Kind)
        {
            case FaultKind.Reset:
                ConnectionEnd.Reset(turn.Http);
                break;
            case FaultKind.Silent:
                await turn.WaitAsync(fault.Delay ?? Timeout.InfiniteTimeSpan);
                turn.Http.Abort();
                break;
            default:
                ProviderError error = Refusals.ErrorOf(fault.Kind);
                (_, string type, string? code) = ErrorNames.Of(turn.Provider.Name, error);
                await events.FailAsync(cause, code, error.Message, type);
                break;
        }
    }

    private async ValueTask KeepAsync(JsonObject item)
    {
        string? before = LastId;
        using JsonDocument document = JsonDocument.Parse(item.ToJsonString());
        JsonElement kept = document.RootElement.Clone();
        _items.Add(kept);
        foreach (string type in (string[])["conversation.item.added", "conversation.item.done"])
        {
            await events.SendAsync(type, json =>
            {
                json.WriteString("previous_item_id", before);
                json.WritePropertyName("item");
                kept.WriteTo(json);
            });
        }
    }

    private ValueTask SendSettingsAsync(string type) => events.SendAsync(type, json =>
    {
        json.WritePropertyName("session");
        _settings.WriteTo(json);
    });

    private string? LastId => _items.Count > 0 ? RequestFields.Text(_items[^1], "id") : null;

    private string Setting(string name) =>
        _settings[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
