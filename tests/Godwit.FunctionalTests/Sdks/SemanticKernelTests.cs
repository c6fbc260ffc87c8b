using System.ComponentModel;
using System.Text;
using Godwit.FunctionalTests.Support;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI.Chat;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>
/// What applications do with Semantic Kernel over its OpenAI connector, before a provider of each dialect: the kernel
/// itself calls the functions that a model asks for.
/// </summary>
[Collection(DialectsGroup.Name)]
public sealed class SemanticKernelTests(DialectsFixture dialects)
{
    private static readonly Dictionary<string, object?> Many = new() { ["max_completion_tokens"] = "many" };

    public static TheoryData<string> Models => [.. DialectsFixture.Models];

    [Theory, MemberData(nameof(Models))]
    public async Task A_prompt_is_answered_with_its_usage(string model)
    {
        var answer = await Connect(model).InvokePromptAsync("Say hello in one sentence.");

        Assert.NotEmpty(answer.ToString());
        var usage = Assert.IsType<ChatTokenUsage>(answer.Metadata!["Usage"]);
        Assert.True(usage.InputTokenCount > 0);
        Assert.True(usage.OutputTokenCount > 0);
        Assert.Equal("Stop", answer.Metadata["FinishReason"]);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_streamed_prompt_arrives_in_parts_and_with_usage(string model)
    {
        List<StreamingChatMessageContent> parts = [];
        await foreach (var part in Connect(model).InvokePromptStreamingAsync<StreamingChatMessageContent>(
            "Count from one to ten."))
        {
            parts.Add(part);
        }

        Assert.True(parts.Count(part => !string.IsNullOrEmpty(part.Content)) > 1);
        var usage = parts.Select(part => part.Metadata?["Usage"]).OfType<ChatTokenUsage>().Last();
        Assert.True(usage.OutputTokenCount > 0);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task The_kernel_loops_over_a_function(string model)
    {
        var city = new Forecast();
        var kernel = Connect(model);
        kernel.Plugins.AddFromObject(city, "weather");
        var answer = await kernel.InvokePromptAsync(
            "What is the weather in Lisbon?", new KernelArguments(Calling(FunctionChoiceBehavior.Auto())));

        Assert.Equal("Lisbon", Assert.Single(city.Asked));
        Assert.Contains("21", answer.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task The_kernel_loops_over_a_streamed_call(string model)
    {
        var city = new Forecast();
        var kernel = Connect(model);
        kernel.Plugins.AddFromObject(city, "weather");
        var text = new StringBuilder();
        await foreach (var part in kernel.InvokePromptStreamingAsync(
            "What is the weather in Lisbon?", new KernelArguments(Calling(FunctionChoiceBehavior.Auto()))))
        {
            text.Append(part);
        }

        Assert.Equal("Lisbon", Assert.Single(city.Asked));
        Assert.Contains("21", text.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Calls_that_are_made_together_are_answered_together(string model)
    {
        var kernel = Connect(model);
        kernel.Plugins.AddFromObject(new Forecast(), "weather");
        kernel.Plugins.AddFromObject(new Clock(), "clock");
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var history = new ChatHistory("Be brief.");
        history.AddUserMessage("What is the weather in Lisbon and in Paris?");
        var asked = Calling(FunctionChoiceBehavior.Required(autoInvoke: false));
        var first = await chat.GetChatMessageContentAsync(history, asked, kernel);

        var calls = FunctionCallContent.GetFunctionCalls(first).ToList();
        Assert.True(calls.Count > 1);
        Assert.Equal(calls.Count, calls.Select(call => call.Id).Distinct().Count());
        history.Add(first);
        foreach (var call in calls)
            history.Add((await call.InvokeAsync(kernel)).ToChatMessage());
        var second = await chat.GetChatMessageContentAsync(
            history, Calling(FunctionChoiceBehavior.None()), kernel);
        Assert.False(string.IsNullOrWhiteSpace(second.Content));
    }

    [Theory, MemberData(nameof(Models))]
    public async Task Structured_output_obeys_its_type(string model)
    {
        var settings = new OpenAIPromptExecutionSettings { ResponseFormat = typeof(City) };
        var answer = await Connect(model).InvokePromptAsync("Describe Lisbon.", new KernelArguments(settings));

        Questions.AssertCity(answer.ToString());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_picture_is_seen(string model)
    {
        var history = new ChatHistory();
        history.AddUserMessage(
            [new Microsoft.SemanticKernel.TextContent("What is in this picture?"),
             new ImageContent(await Questions.PictureAsync(), "image/png")]);
        var answer = await Connect(model).GetRequiredService<IChatCompletionService>()
            .GetChatMessageContentAsync(history);

        Assert.Contains("16 x 16 pixels", answer.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gw-not-a-key", "via-openai-chat", 401)]
    [InlineData(null, "nope", 404)]
    public async Task A_refusal_is_thrown_with_its_status(string? key, string model, int status)
    {
        var error = await Assert.ThrowsAsync<HttpOperationException>(
            () => Connect(model, key).InvokePromptAsync("Hello."));

        Assert.Equal(status, (int?)error.StatusCode);
    }

    [Fact]
    public async Task A_temperature_reaches_no_model_that_refuses_it()
    {
        var settings = new OpenAIPromptExecutionSettings { Temperature = 0.2, TopP = 0.9 };
        var answer = await Connect(DialectsFixture.FixedSampling).InvokePromptAsync(
            "Say hello in one sentence.", new KernelArguments(settings));

        Assert.NotEmpty(answer.ToString());
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_wrong_request_is_thrown_as_one(string model)
    {
#pragma warning disable SKEXP0010 // The only way to send what Semantic Kernel itself would never write.
        var settings = new OpenAIPromptExecutionSettings { ExtraBody = Many };
#pragma warning restore SKEXP0010
        var error = await Assert.ThrowsAsync<HttpOperationException>(
            () => Connect(model).InvokePromptAsync("Hello.", new KernelArguments(settings)));

        Assert.Equal(400, (int?)error.StatusCode);
    }

    [Theory, MemberData(nameof(Models))]
    public async Task A_client_that_stops_reading_ends_its_stream(string model)
    {
        using var cancel = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in Connect(model).InvokePromptStreamingAsync(
                "Count to one hundred.", cancellationToken: cancel.Token))
            {
                seen++;
                await cancel.CancelAsync();
            }
        });

        Assert.InRange(seen, 1, 60);
    }

    private Kernel Connect(string model, string? key = null)
    {
        var builder = Kernel.CreateBuilder();
        builder.AddOpenAIChatCompletion(
            model, OpenAIClients.Connect(dialects.Server.ClientUri, key ?? dialects.ApiKey));
        return builder.Build();
    }

    private static OpenAIPromptExecutionSettings Calling(FunctionChoiceBehavior choice) =>
        new() { FunctionChoiceBehavior = choice };

    private sealed record City([property: Description("Its name")] string name, int population);

    private sealed class Forecast
    {
        public List<string> Asked { get; } = [];

        [KernelFunction("get_weather"), Description("Current weather in a city")]
        public string Weather(string city)
        {
            Asked.Add(city);
            return """{"celsius":21}""";
        }
    }

    private sealed class Clock
    {
        [KernelFunction("get_time"), Description("Current time in a city")]
        public static string Time(string city) => $"Noon in {city}";
    }
}
