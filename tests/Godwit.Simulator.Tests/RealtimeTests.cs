using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests;

public sealed class RealtimeTests
{
    private const string Door = "/v1/realtime";

    [Fact]
    public async Task A_session_takes_settings_items_and_answers_in_order()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        using SocketClient socket = await SocketClient.ConnectAsync(simulator, Door, "model=gpt-realtime");

        JsonNode created = Assert.Single(await socket.ReceiveAsync("session.created"));
        List<JsonNode> updated = await socket.AskAsync(
            """{"type":"session.update","session":{"type":"realtime","output_modalities":["text"]}}""",
            "session.updated", "error");
        List<JsonNode> added = await socket.AskAsync(
            """
            {"type":"conversation.item.create","item":{"type":"message","role":"user",
            "content":[{"type":"input_text","text":"Where do godwits go?"}]}}
            """,
            "conversation.item.done", "error");
        List<JsonNode> events = await socket.AskAsync("""{"type":"response.create"}""", "response.done", "error");

        Assert.Equal("gpt-realtime", created["session"]!["model"]!.GetValue<string>());
        Assert.Equal("text", updated[0]["session"]!["output_modalities"]![0]!.GetValue<string>());
        Assert.Equal("conversation.item.added conversation.item.done", RunningSimulator.OrderOf(added));
        Assert.Equal(
            "response.created response.output_item.added conversation.item.added response.content_part.added "
                + "response.output_text.delta* response.output_text.done response.content_part.done "
                + "response.output_item.done conversation.item.done response.done",
            RunningSimulator.OrderOf(events));
        JsonNode response = events[^1]["response"]!;
        Assert.Contains(
            "Where do godwits go?",
            response["output"]![0]!["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(response["usage"]!["output_tokens"]!.GetValue<int>() > 0);
    }

    [Fact]
    public async Task Sound_is_committed_and_answered_with_a_transcript_and_sound()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        using SocketClient socket = await SocketClient.ConnectAsync(simulator, Door, "model=gpt-realtime");
        await socket.ReceiveAsync("session.created");

        List<JsonNode> empty = await socket.AskAsync("""{"type":"input_audio_buffer.commit"}""", "error");
        await socket.AskAsync("""{"type":"input_audio_buffer.append","audio":"AAAA"}""", []);
        List<JsonNode> committed = await socket.AskAsync(
            """{"type":"input_audio_buffer.commit"}""", "conversation.item.done", "error");
        List<JsonNode> events = await socket.AskAsync("""{"type":"response.create"}""", "response.done", "error");

        Assert.Equal("input_audio_buffer_commit_empty", empty[0]["error"]!["code"]!.GetValue<string>());
        Assert.Equal("input_audio_buffer.committed", committed[0]["type"]!.GetValue<string>());
        Assert.Contains(events, one => one["type"]!.GetValue<string>() == "response.output_audio.delta");
        Assert.Contains(events, one => one["type"]!.GetValue<string>() == "response.output_audio_transcript.done");
    }

    [Fact]
    public async Task A_fault_is_an_error_event_and_the_session_goes_on()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "rate_limit:times=1");
        using SocketClient socket = await SocketClient.ConnectAsync(simulator, Door, "model=gpt-realtime");
        await socket.ReceiveAsync("session.created");

        List<JsonNode> limited = await socket.AskAsync("""{"type":"response.create"}""", "response.done", "error");
        List<JsonNode> served = await socket.AskAsync("""{"type":"response.create"}""", "response.done", "error");
        List<JsonNode> unknown = await socket.AskAsync("""{"type":"x","event_id":"e1"}""", "error");

        Assert.Equal("rate_limit_exceeded", limited[^1]["error"]!["code"]!.GetValue<string>());
        Assert.Equal("response.done", served[^1]["type"]!.GetValue<string>());
        Assert.Equal("e1", unknown[0]["error"]!["event_id"]!.GetValue<string>());
    }
}
