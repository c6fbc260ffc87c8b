using System.Buffers;
using System.Text;
using Godwit.Policy.Catalog;
using Godwit.Providers.Dialects;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Simulator.Tests.Native;

/// <summary>
/// A door that only its maker has, asked as the gateway asks: requests written and answers read by the same dialect.
/// </summary>
internal sealed class NativeDoor : IAsyncDisposable
{
    private readonly IProviderDialect _dialect;

    private NativeDoor(RunningSimulator simulator, Dialect dialect)
    {
        Simulator = simulator;
        _dialect = DialectList.Provider(dialect)!;
    }

    public RunningSimulator Simulator { get; }

    public static string ProviderOf(Dialect dialect) => dialect switch
    {
        Dialect.BedrockConverse => "aws-bedrock",
        Dialect.TencentNative => "tencent-hunyuan-native",
        Dialect.SenseNovaNative => "sensenova-native",
        _ => "alibaba-qwen-native",
    };

    public static async Task<NativeDoor> OpenAsync(Dialect dialect, params string[] faults)
    {
        RunningSimulator simulator = await RunningSimulator.StartAsync(ProviderOf(dialect), faults);
        if (dialect == Dialect.TencentNative)
        {
            simulator.Client.DefaultRequestHeaders.Add("X-TC-Action", "ChatCompletions");
            simulator.Client.DefaultRequestHeaders.Remove("Authorization");
            simulator.Client.DefaultRequestHeaders.TryAddWithoutValidation(
                "Authorization",
                "TC3-HMAC-SHA256 Credential=AKIDtest/2026-11-25/hunyuan/tc3_request, SignedHeaders=host, Signature=00");
        }

        return new NativeDoor(simulator, dialect);
    }

    public static GenAIRequest Ask(string text, string? tool = null)
    {
        GenAIRequest request = new() { Dialect = Dialect.OpenAIChat };
        request.Messages.Add(new Message(Role.System, "messages[0]") { Parts = [new TextPart("Be brief.")] });
        request.Messages.Add(new Message(Role.User, "messages[1]") { Parts = [new TextPart(text)] });
        if (tool is not null)
        {
            request.Tools.Add(new ToolDefinition(tool, "tools[0]")
            {
                Description = "Tells the weather at a place",
                Parameters = System.Text.Json.JsonDocument.Parse(
                    """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""").RootElement,
            });
        }

        return request;
    }

    /// <summary>Sends a request, and collects the answer from whatever comes.</summary>
    public async Task<GenAIAnswer> AskAsync(GenAIRequest request, bool stream, string model = "some-model")
    {
        using HttpResponseMessage response = await SendAsync(request, stream, model);
        byte[] body = await response.Content.ReadAsByteArrayAsync();
        Assert.True(response.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        bool streamed = _dialect.IsStream(response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(stream, streamed);
        return streamed ? Collect(body) : _dialect.ReadAnswer(body)!;
    }

    public Task<HttpResponseMessage> SendAsync(GenAIRequest request, bool stream, string model = "some-model")
    {
        ArrayBufferWriter<byte> output = new();
        _dialect.WriteRequest(
            request, new ProviderContext { Model = model, Stream = stream, Losses = new LossReport() }, output);
        HttpRequestMessage message = new(HttpMethod.Post, PathOf(stream, model))
        {
            Content = new ByteArrayContent(output.WrittenSpan.ToArray()),
        };
        foreach ((string name, string value) in stream ? _dialect.StreamHeaders : [])
        {
            message.Headers.Add(name, value);
        }

        return Simulator.Client.SendAsync(message);
    }

    /// <summary>The events of a stream, read by the dialect.</summary>
    public List<AnswerEvent> Read(byte[] body)
    {
        using IStreamReader reader = _dialect.CreateStreamReader();
        List<AnswerEvent> events = [];
        reader.Feed(body, events);
        reader.Complete(events);
        return events;
    }

    public async ValueTask DisposeAsync() => await Simulator.DisposeAsync();

    private GenAIAnswer Collect(byte[] body)
    {
        AnswerCollector collector = new();
        foreach (AnswerEvent next in Read(body))
        {
            collector.Add(next);
        }

        Assert.True(collector.Ended);
        return collector.Answer;
    }

    private string PathOf(bool stream, string model) => _dialect.Name switch
    {
        Dialect.BedrockConverse => $"/model/{Uri.EscapeDataString(model)}/{(stream ? "converse-stream" : "converse")}",
        Dialect.TencentNative => "/",
        Dialect.SenseNovaNative => "/v1/llm/chat-completions",
        _ => "/api/v1/services/aigc/text-generation/generation",
    };
}
