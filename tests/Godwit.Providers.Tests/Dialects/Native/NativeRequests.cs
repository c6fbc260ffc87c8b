using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Tests.Dialects.Native;

/// <summary>Requests that together ask for everything a client can ask.</summary>
internal static class NativeRequests
{
    private static readonly byte[] Picture = "iVBORw0KGgo="u8.ToArray();

    public static IReadOnlyDictionary<string, Func<GenAIRequest>> All { get; } =
        new Dictionary<string, Func<GenAIRequest>>
        {
            ["conversation"] = Conversation,
            ["tools"] = Tools,
            ["media"] = Media,
            ["numbers"] = Numbers,
            ["schema-and-thinking"] = SchemaAndThinking,
            ["odd"] = Odd,
        };

    private static GenAIRequest Conversation()
    {
        var request = New(
            Says(Role.System, 0, new TextPart("Be brief.")),
            Says(Role.User, 1, new TextPart("Hello"), new TextPart("there")),
            Says(Role.Assistant, 2, new TextPart("Hi.")),
            Says(Role.User, 3, new TextPart("Again?")));
        (request.MaxOutputTokens, request.Temperature, request.TopP, request.Stop) = (100, 0.5, 0.9, ["END"]);
        return request;
    }

    private static GenAIRequest Tools()
    {
        var request = New(
            Says(Role.User, 0, new TextPart("Weather?")),
            Says(Role.Assistant, 1,
                new ReasoningPart
                {
                    Text = "Two calls.", Path = "messages[1].r",
                    Seal = new ReasoningSeal(Dialect.BedrockConverse, "sig"),
                },
                new ToolCallPart("call_Rome", "weather", """{"city":"Rome"}"""),
                new ToolCallPart("call:Oslo", "weather", "not json") { Path = "messages[1].tool_calls[1]" }),
            Says(Role.Tool, 2, new ToolResultPart("call_Rome") { Content = { new TextPart("31") } }),
            Says(Role.Tool, 3, new ToolResultPart("call:Oslo")
            {
                Content = { new TextPart("unknown") }, IsError = true, Path = "messages[3]",
            }));
        request.Tools.Add(new ToolDefinition("weather", "tools[0]")
        {
            Description = "Tells the weather",
            Parameters = Json("""{"type":"object","properties":{"city":{"type":"string"}}}"""), Strict = true,
        });
        request.Tools.Add(new ToolDefinition("now", "tools[1]"));
        request.Tools.Add(new ToolDefinition("search", "tools[2]")
        {
            Hosted = new HostedTool(Dialect.AnthropicMessages, "web_search_20250305", Json("{}")),
        });
        request.ToolChoice = new ToolChoice(ToolChoiceMode.Named, "weather");
        return request;
    }

    private static GenAIRequest Media() => New(
        Says(Role.User, 0,
            new TextPart("What is this?"),
            new MediaPart(MediaKind.Image, new MediaSource { Base64 = Picture, MediaType = "image/png" })
            {
                Path = "messages[0].content[1]",
            },
            new MediaPart(MediaKind.Image, new MediaSource { Url = "https://example.com/a.png" })
            {
                Path = "messages[0].content[2]",
            },
            new MediaPart(MediaKind.Document, new MediaSource { Text = "Plain words." })
            {
                Name = "notes_1.txt", Path = "messages[0].content[3]",
            },
            new MediaPart(MediaKind.Document, new MediaSource { Base64 = Picture, MediaType = "application/pdf" })
            {
                Name = "notes 1 txt", Path = "messages[0].content[4]",
            },
            new MediaPart(MediaKind.Audio, new MediaSource { Base64 = Picture, MediaType = "audio/wav" })
            {
                Path = "messages[0].content[5]",
            }));

    private static GenAIRequest Numbers()
    {
        var request = New(Says(Role.User, 0, new TextPart("Hi")));
        (request.Temperature, request.TopP, request.TopK, request.Seed) = (2, 0, 40, -1);
        (request.FrequencyPenalty, request.PresencePenalty) = (0.5, 3);
        (request.Choices, request.Logprobs, request.TopLogprobs) = (9, true, 20);
        (request.User, request.ServiceTier, request.Stop) = ("u-1", "priority", ["a", "b"]);
        request.Extras.Add(new ExtraMember("repetition_penalty", "repetition_penalty", Json("1.1")));
        request.Tools.Add(new ToolDefinition("f", "tools[0]"));
        request.ToolChoice = new ToolChoice(ToolChoiceMode.Required);
        request.ParallelToolCalls = false;
        return request;
    }

    private static GenAIRequest SchemaAndThinking()
    {
        var request = New(
            Says(Role.System, 0, new TextPart("You know cities.") { Cache = new CacheMark("messages[0].cache", true) }),
            Says(Role.User, 1, new TextPart("Rome"), new TextPart("")));
        request.ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema)
        {
            Name = "city", Schema = Json("""{"type":"object","properties":{"name":{"type":"string"}}}"""),
        };
        request.Reasoning = new ReasoningRequest { Effort = "high" };
        request.MaxOutputTokens = 2000;
        return request;
    }

    private static GenAIRequest Odd()
    {
        var request = New(
            Says(Role.User, 0, new TextPart("One")),
            Says(Role.User, 1, new TextPart("Two")) with { Name = "Ann" },
            Says(Role.System, 2, new TextPart("Now in French.")),
            Says(Role.Assistant, 3,
                new ReasoningPart { Text = "hm", Path = "messages[3].content[0]" },
                new ForeignPart(Dialect.AnthropicMessages, "upload", Json("{}")) { Path = "messages[3].content[1]" },
                new RefusalPart("I can't.")),
            Says(Role.User, 4, new TextPart("Why?")));
        request.Tools.Add(new ToolDefinition("f", "tools[0]"));
        request.ToolChoice = new ToolChoice(ToolChoiceMode.None);
        request.Reasoning = new ReasoningRequest { Enabled = false };
        return request;
    }

    private static GenAIRequest New(params ReadOnlySpan<Message> messages)
    {
        var request = new GenAIRequest { Dialect = Dialect.OpenAIChat };
        foreach (var message in messages)
            request.Messages.Add(message);
        return request;
    }

    private static Message Says(Role role, int index, params Part[] parts) =>
        new(role, $"messages[{index}]") { Parts = [.. parts] };

    private static JsonElement Json(string text) => JsonDocument.Parse(Encoding.UTF8.GetBytes(text)).RootElement;
}
