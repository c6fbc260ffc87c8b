using System.ClientModel;
using Godwit.FunctionalTests.Support;
using OpenAI;
using OpenAI.Chat;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>What applications do with the NuGet <c>OpenAI</c> SDK.</summary>
[Collection(GatewayGroup.Name)]
public sealed class DotNetSdkTests(GatewayFixture gateway)
{
    private static readonly BinaryData WeatherSchema = BinaryData.FromString(
        """
        {"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}
        """);

    private readonly ChatTool weather = ChatTool.CreateFunctionTool("get_weather", "Current weather", WeatherSchema);

    [Fact]
    public async Task A_chat_is_answered_with_its_usage()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync("Say hello in one sentence.");

        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.True(answer.Usage.InputTokenCount > 0);
        Assert.True(answer.Usage.OutputTokenCount > 0);
    }

    [Fact]
    public async Task A_streamed_chat_arrives_in_parts_and_with_usage()
    {
        var parts = new List<string>();
        ChatTokenUsage? usage = null;
        await foreach (var update in Chat().CompleteChatStreamingAsync("Count from one to ten."))
        {
            parts.AddRange(update.ContentUpdate.Select(part => part.Text));
            usage ??= update.Usage;
        }

        Assert.True(parts.Count > 1);
        // This SDK always asks for usage.
        Assert.True(usage?.OutputTokenCount > 0);
    }

    [Fact]
    public async Task A_tool_is_called_and_its_result_leads_to_an_answer()
    {
        var options = new ChatCompletionOptions
        {
            Tools = { weather },
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
        };
        List<ChatMessage> messages = [new UserChatMessage("What is the weather in Lisbon?")];
        ChatCompletion first = await Chat().CompleteChatAsync(messages, options);

        Assert.Equal(ChatFinishReason.ToolCalls, first.FinishReason);
        Assert.Equal("get_weather", first.ToolCalls[0].FunctionName);
        messages.Add(new AssistantChatMessage(first));
        messages.AddRange(first.ToolCalls.Select(call => new ToolChatMessage(call.Id, """{"celsius":21}""")));
        var free = new ChatCompletionOptions { Tools = { weather } };
        ChatCompletion second = await Chat().CompleteChatAsync(messages, free);

        Assert.NotEmpty(second.Content[0].Text);
    }

    [Fact]
    public async Task Structured_output_obeys_its_schema()
    {
        var options = new ChatCompletionOptions
        {
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "city", BinaryData.FromString(Questions.CitySchema), jsonSchemaIsStrict: true),
        };
        ChatCompletion answer = await Chat().CompleteChatAsync([new UserChatMessage("Describe Lisbon.")], options);

        Questions.AssertCity(answer.Content[0].Text);
    }

    [Fact]
    public async Task A_picture_is_seen()
    {
        var picture = await Questions.PictureAsync();
        var question = new UserChatMessage(
            ChatMessageContentPart.CreateTextPart("What is in this picture?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(picture), "image/png"));
        ChatCompletion answer = await Chat().CompleteChatAsync(question);

        Assert.NotEmpty(answer.Content[0].Text);
    }

    [Fact]
    public async Task Embeddings_come_one_for_each_input()
    {
        var answer = await Connect().GetEmbeddingClient("text-embedding-3-small")
            .GenerateEmbeddingsAsync(["godwit", "curlew"]);

        Assert.Equal(2, answer.Value.Count);
        Assert.True(answer.Value[0].ToFloats().Length > 1);
    }

    [Fact]
    public async Task Models_are_listed_and_retrieved()
    {
        var models = Connect().GetOpenAIModelClient();
        var list = await models.GetModelsAsync();
        var one = await models.GetModelAsync("gpt-4o");

        Assert.Contains(list.Value, model => model.Id == "gpt-4o");
        Assert.Equal("gpt-4o", one.Value.Id);
    }

    [Theory]
    [InlineData("gw-not-a-key", "gpt-4o", Caller.InUnitedStates, 401)]
    [InlineData(null, "gpt-nope", Caller.InUnitedStates, 404)]
    [InlineData(null, "gpt-4o", Caller.InChina, 403)]
    public async Task A_refusal_is_thrown_with_its_status(string? key, string model, string address, int status)
    {
        var client = Connect(key, address).GetChatClient(model);
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CompleteChatAsync("Hello."));

        Assert.Equal(status, error.Status);
    }

    [Fact]
    public async Task A_client_that_stops_reading_ends_its_stream()
    {
        using var cancel = new CancellationTokenSource();
        var stream = Chat("gpt-4o-slow").CompleteChatStreamingAsync(
            [new UserChatMessage("Count to one hundred.")], cancellationToken: cancel.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in stream)
            {
                await cancel.CancelAsync();
            }
        });
    }

    private ChatClient Chat(string model = "gpt-4o") => Connect().GetChatClient(model);

    private OpenAIClient Connect(string? key = null, string address = Caller.InUnitedStates) =>
        OpenAIClients.Connect(gateway.Server.ClientUri, key ?? gateway.ApiKey, address);
}
