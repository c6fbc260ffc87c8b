using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.GeminiGenerateContent;

public sealed class GeminiConversationTests
{
    public static TheoryData<int, bool, string> ForeignSeals => new()
    {
        { (int)Dialect.AnthropicMessages, false, "Thinking aloud." },
        { (int)Dialect.AnthropicMessages, false, "" },
        { (int)Dialect.AnthropicMessages, true, "" },
        { (int)Dialect.OpenAIResponses, true, "A summary." },
        { (int)Dialect.OpenAIResponses, true, "" },
        { (int)Dialect.BedrockConverse, false, "Words." },
    };

    [Theory, MemberData(nameof(ForeignSeals))]
    public void Another_providers_reasoning_survives_a_stream_and_the_way_back(int origin, bool closed, string words)
    {
        var seal = new ReasoningSeal((Dialect)origin, "EqQBCgIYAhIM_-+/=", closed);
        var answer = new GenAIAnswer { Id = "a" };
        answer.Choices.Add(new AnswerChoice { FinishReason = FinishReason.ToolCalls });
        answer.Choices[0].Parts.AddRange(
            [new ReasoningPart { Text = words, Seal = seal }, new TextPart("So."), new ToolCallPart("c1", "f", "{}")]);

        var read = SentBack(answer, (Dialect)origin);

        var reasoning = Assert.IsType<ReasoningPart>(read[0]);
        Assert.Equal(words, reasoning.Text);
        Assert.Equal(seal, reasoning.Seal);
        Assert.Equal("So.", Assert.IsType<TextPart>(read[1]).Text);
        Assert.Equal("c1", Assert.IsType<ToolCallPart>(read[2]).Id);
    }

    [Fact]
    public void Results_find_their_calls_by_name_and_order()
    {
        var request = Read("""
            {"contents":[
              {"role":"model","parts":[{"functionCall":{"name":"a","args":{}}},{"functionCall":{"name":"b","args":{}}},
                {"functionCall":{"name":"a","args":{}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"b","response":{"result":"1"}}},
                {"functionResponse":{"name":"a","response":{"result":"2"}}},
                {"functionResponse":{"name":"a","response":{"result":"3"}}},{"text":"and?"}]},
              {"role":"model","parts":[{"functionCall":{"id":"own","name":"a","args":{}}}]},
              {"role":"function","parts":[{"functionResponse":{"name":"a","response":{"result":"4"}}}]}]}
            """);

        string[] calls = [.. request.Messages.SelectMany(m => m.Parts).OfType<ToolCallPart>().Select(call => call.Id)];
        string[] results =
            [.. request.Messages.SelectMany(m => m.Parts).OfType<ToolResultPart>().Select(result => result.CallId)];
        Assert.Equal(["call_0", "call_1", "call_2", "own"], calls);
        Assert.Equal(["call_1", "call_0", "call_2", "own"], results);
        Assert.Equal(
            [Role.Assistant, Role.Tool, Role.User, Role.Assistant, Role.Tool],
            request.Messages.Select(message => message.Role));
    }

    [Theory]
    [InlineData("gemini-2.5-flash", "none", """{"thinkingBudget":0}""", null)]
    [InlineData("gemini-2.5-pro", "none", """{"thinkingBudget":1024}""", LossKind.Clamped)]
    [InlineData("gemini-2.5-flash", "low", """{"thinkingBudget":1024}""", null)]
    [InlineData("gemini-2.5-flash", "medium", """{"thinkingBudget":8192}""", null)]
    [InlineData("gemini-2.5-flash", "high", """{"thinkingBudget":24576}""", null)]
    [InlineData("gemini-3-flash-preview", "minimal", """{"thinkingLevel":"MINIMAL"}""", null)]
    [InlineData("gemini-3.1-pro-preview", "minimal", """{"thinkingLevel":"LOW"}""", LossKind.Clamped)]
    [InlineData("gemini-3.6-flash", "max", """{"thinkingLevel":"HIGH"}""", LossKind.Clamped)]
    [InlineData("gemini-flash-latest", "none", """{"thinkingLevel":"MINIMAL"}""", LossKind.Clamped)]
    [InlineData("my-tuned-model", "high", """{"thinkingBudget":24576}""", null)]
    public void An_effort_becomes_what_the_generation_takes(
        string model, string effort, string thinking, LossKind? loss)
    {
        var request = new GenAIRequest
        {
            Dialect = Dialect.OpenAIChat,
            Reasoning = new ReasoningRequest { Effort = effort },
        };
        request.Wrote(RequestField.Reasoning, "reasoning_effort");

        var (json, losses) = GeminiWire.Write(request, model);

        using var body = JsonDocument.Parse(json);
        var config = body.RootElement.GetProperty("generationConfig").GetProperty("thinkingConfig");
        Assert.Equal(thinking, config.GetRawText());
        Assert.Equal(loss, losses.Losses.SingleOrDefault(one => one.Path == "reasoning_effort")?.Kind);
    }

    [Fact]
    public void A_budget_larger_than_any_model_takes_is_clamped()
    {
        var request = new GenAIRequest
        {
            Dialect = Dialect.AnthropicMessages,
            Reasoning = new ReasoningRequest { Enabled = true, BudgetTokens = 100_000 },
        };

        var (json, losses) = GeminiWire.Write(request, "gemini-2.5-flash");

        Assert.Contains(
            """{"thinkingBudget":24576,"includeThoughts":true}""", Encoding.UTF8.GetString(json),
            StringComparison.Ordinal);
        Assert.Equal(LossKind.Clamped, Assert.Single(losses.Losses).Kind);
    }

    private static GenAIRequest Read(string body)
    {
        var faults = new RequestFaults();
        var request = GeminiWire.Read(Encoding.UTF8.GetBytes(body), null, faults);
        Assert.Null(faults.First);
        return request;
    }

    /// <summary>Streams an answer to a client that keeps every piece as a turn, and reads what it sends.</summary>
    private static List<Part> SentBack(GenAIAnswer answer, Dialect provider)
    {
        var stream = GeminiWire.Stream(AnswerReplay.Of(answer), GeminiWire.Context(new LossReport(), provider));
        var contents = new List<string>();
        foreach (var line in stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            using var piece = JsonDocument.Parse(line[6..]);
            contents.Add(piece.RootElement.GetProperty("candidates")[0].GetProperty("content").GetRawText());
        }

        var request = Read($"{{\"contents\":[{string.Join(',', contents)}]}}");
        return [.. request.Messages.SelectMany(message => message.Parts)];
    }
}
