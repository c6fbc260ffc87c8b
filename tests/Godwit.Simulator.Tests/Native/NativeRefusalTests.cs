using System.Text;
using Godwit.Policy.Catalog;

namespace Godwit.Simulator.Tests.Native;

/// <summary>What the makers' own doors refuse, and the odd ways of their streams.</summary>
public sealed class NativeRefusalTests
{
    [Theory]
    [InlineData("""{"messages":[]}""", "at least one message")]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"text":"a"}]}]}""", "start with a user message")]
    [InlineData(
        """{"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"user","content":[{"text":"b"}]}]}""",
        "alternate")]
    [InlineData("""{"messages":[{"role":"user","content":[{"text":" "}]}]}""", "is blank")]
    [InlineData(
        """
        {"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"toolUse":
        {"toolUseId":"call:1","name":"f","input":{}}}]}]}
        """,
        "failed to satisfy constraint")]
    [InlineData(
        """
        {"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"toolUse":
        {"toolUseId":"c1","name":"f","input":{}}}]},{"role":"user","content":[{"text":"b"}]}]}
        """,
        "do not match")]
    [InlineData(
        """
        {"messages":[{"role":"user","content":[{"text":"a"}]},{"role":"assistant","content":[{"toolUse":
        {"toolUseId":"c1","name":"f","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"c1",
        "content":[{"text":"b"}]}}]}]}
        """,
        "toolConfig field must be defined")]
    [InlineData(
        """{"messages":[{"role":"user","content":[{"text":"a"}]}],"inferenceConfig":{"temperature":1.5}}""",
        "from 0 to 1")]
    public async Task Converse_refuses_what_Amazon_refuses(string body, string message)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("aws-bedrock");
        using HttpResponseMessage response = await simulator.PostAsync("/model/m/converse", body);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("ValidationException", response.Headers.GetValues("x-amzn-errortype").Single());
        Assert.Contains(message, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":""}]}""")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"},{"Role":"system","Content":"b"}]}""")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"},{"Role":"assistant","Content":"b"}]}""")]
    [InlineData("""{"Model":"m","Messages":[{"Role":"user","Content":"a"}],"TopP":2}""")]
    public async Task Tencent_refuses_with_success(string body)
    {
        await using NativeDoor door = await NativeDoor.OpenAsync(Dialect.TencentNative);
        string text = (await door.Simulator.AskAsync(body, "/")).ToJsonString();
        Assert.Contains("\"Code\":\"InvalidParameter\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"temperature\":0")]
    [InlineData("\"top_p\":1")]
    [InlineData("\"n\":5")]
    public async Task SenseNova_takes_no_number_at_the_end_of_a_range(string member)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("sensenova-native");
        string body = RunningSimulator.Chat("Hello", "," + member);
        Assert.Contains(
            "\"code\":3", (await simulator.AskAsync(body, "/v1/llm/chat-completions", 400)).ToJsonString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_Studio_thinks_only_in_a_stream()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("alibaba-qwen-native");
        string error = (await simulator.AskAsync(Qwen("\"enable_thinking\":true"), Path, 400)).ToJsonString();
        Assert.Contains("must be set to false for non-streaming calls", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_Studio_repeats_the_text_in_every_frame_unless_it_is_asked_not_to()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("alibaba-qwen-native");
        simulator.Client.DefaultRequestHeaders.Add("X-DashScope-SSE", "enable");

        string stream = await simulator.StreamTextAsync(Qwen(""), Path);
        List<string?> texts = [.. RunningSimulator.ChunksOf(RunningSimulator.DataOf(stream))
            .Select(frame => frame["output"]!["choices"]![0]!["message"]!["content"]!.GetValue<string>())];

        Assert.StartsWith("id:1\nevent:result\n:HTTP_STATUS/200\ndata:{", stream, StringComparison.Ordinal);
        for (int i = 1; i < texts.Count; i++)
        {
            Assert.StartsWith(texts[i - 1]!, texts[i]!, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"null\"", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws-bedrock", "/model/m/converse", """{"messages":[{"role":"user","content":[{"text":"a"}]}],"x":1}""")]
    [InlineData("sensenova-native", "/v1/llm/chat-completions", """{"model":"m","messages":[{"role":"user"}],"x":1}""")]
    [InlineData("alibaba-qwen-native", Path, """{"model":"m","input":{"messages":[{"role":"user"}]},"x":1}""")]
    public async Task The_answer_tells_what_of_the_request_was_not_known(string provider, string path, string body)
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync(provider);
        string echo = (await simulator.AskAsync(body, path))["simulator"]!.ToJsonString();
        Assert.Contains("\"unknown_fields\":{\"x\":1}", echo, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_door_is_not_opened_for_another_maker()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("openai");
        using HttpResponseMessage response = await simulator.PostAsync("/model/m/converse", "{}");
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_request_without_a_signature_is_refused()
    {
        await using RunningSimulator simulator = await RunningSimulator.StartAsync("aws-bedrock");
        simulator.Client.DefaultRequestHeaders.Authorization = null;
        using StringContent body = new("{}", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await simulator.Client.PostAsync("/model/m/converse", body);
        Assert.Equal(403, (int)response.StatusCode);
    }

    private const string Path = "/api/v1/services/aigc/text-generation/generation";

    private static string Qwen(string parameters) =>
        $$$"""
        {"model":"qwen-plus","input":{"messages":[{"role":"user","content":"Hello"}]},
        "parameters":{{{{parameters}}}}}
        """;
}
