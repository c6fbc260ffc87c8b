using System.Text.Json.Nodes;

namespace Godwit.Simulator.Tests.Responses;

public sealed class ResponsesSocketTests
{
    [Fact]
    public async Task Each_create_is_a_turn_and_the_connection_remembers_what_is_not_kept()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        using SocketClient socket = await ConnectAsync(simulator);

        List<JsonNode> first = await AskAsync(socket, Create("Hello"));
        List<JsonNode> second = await AskAsync(
            socket, Create("And?", $",\"previous_response_id\":\"{first[^1]["response"]!["id"]}\""));
        using SocketClient other = await ConnectAsync(simulator);
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
        using SocketClient socket = await ConnectAsync(simulator);

        List<JsonNode> limited = await AskAsync(socket, Create("Hello"));
        List<JsonNode> served = await AskAsync(socket, Create("Hello"));
        List<JsonNode> wrong = await AskAsync(socket, """{"type":"nothing"}""");

        Assert.Equal(429, limited[0]["status"]!.GetValue<int>());
        Assert.Equal("response.completed", ResponsesTests.Type(served[^1]));
        Assert.Equal("error", ResponsesTests.Type(wrong[0]));
    }

    private static string Create(string text, string more = "") =>
        "{\"type\":\"response.create\",\"store\":false," + ResponsesTests.Body(text, more)[1..];

    private static Task<SocketClient> ConnectAsync(RunningSimulator simulator) =>
        SocketClient.ConnectAsync(simulator, ResponsesTests.Door);

    private static Task<List<JsonNode>> AskAsync(SocketClient socket, string message) =>
        socket.AskAsync(message, "error", "response.completed");
}
