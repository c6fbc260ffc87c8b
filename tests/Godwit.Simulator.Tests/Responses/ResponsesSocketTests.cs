using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Responses;

public sealed class ResponsesSocketTests
{
    [Fact]
    public async Task Each_create_is_a_turn_and_the_connection_remembers_what_is_not_kept()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        using ClientWebSocket socket = await ConnectAsync(simulator);

        List<JsonNode> first = await AskAsync(socket, Create("Hello"));
        List<JsonNode> second = await AskAsync(
            socket, Create("And?", $",\"previous_response_id\":\"{first[^1]["response"]!["id"]}\""));
        using ClientWebSocket other = await ConnectAsync(simulator);
        List<JsonNode> stranger = await AskAsync(
            other, Create("And?", $",\"previous_response_id\":\"{first[^1]["response"]!["id"]}\""));

        Assert.Equal(
            "response.created response.in_progress response.output_item.added response.content_part.added "
                + "response.output_text.delta* response.output_text.done response.content_part.done "
                + "response.output_item.done response.completed",
            RunningSimulator.OrderOf(first));
        Assert.Equal("response.completed", ResponsesTests.Type(second[^1]));
        Assert.Equal(400, stranger[0]["status"]!.GetValue<int>());
        Assert.Equal("previous_response_not_found", stranger[0]["error"]!["code"]!.GetValue<string>());
        Assert.Contains("\"And?\"", simulator.Server.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_turn_leaves_the_connection_open()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai", "rate_limit:times=1");
        using ClientWebSocket socket = await ConnectAsync(simulator);

        List<JsonNode> limited = await AskAsync(socket, Create("Hello"));
        List<JsonNode> served = await AskAsync(socket, Create("Hello"));
        List<JsonNode> wrong = await AskAsync(socket, """{"type":"nothing"}""");

        Assert.Equal(429, limited[0]["status"]!.GetValue<int>());
        Assert.Equal("response.completed", ResponsesTests.Type(served[^1]));
        Assert.Equal("error", ResponsesTests.Type(wrong[0]));
    }

    private static string Create(string text, string more = "") =>
        "{\"type\":\"response.create\",\"store\":false," + ResponsesTests.Body(text, more)[1..];

    private static async Task<ClientWebSocket> ConnectAsync(RunningSimulator simulator)
    {
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Authorization", "Bearer sk-test");
        UriBuilder address = new(simulator.Server.Address) { Scheme = "ws", Path = ResponsesTests.Door };
        await socket.ConnectAsync(address.Uri, CancellationToken.None);
        return socket;
    }

    private static async Task<List<JsonNode>> AskAsync(ClientWebSocket socket, string message)
    {
        await socket.SendAsync(
            Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
        List<JsonNode> events = [];
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += result.Count;
            }
            while (!result.EndOfMessage);

            events.Add(JsonNode.Parse(buffer.AsSpan(0, length))!);
            if (ResponsesTests.Type(events[^1]) is "error" or "response.completed")
            {
                return events;
            }
        }
    }
}
