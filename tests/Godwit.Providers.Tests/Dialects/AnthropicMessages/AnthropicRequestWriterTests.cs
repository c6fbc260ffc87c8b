using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.GenAI;
using Godwit.Providers.GenAI.Requests;
using Xunit;

namespace Godwit.Providers.Tests.Dialects.AnthropicMessages;

/// <summary>What becomes of requests of other dialects.</summary>
public sealed class AnthropicRequestWriterTests
{
    private readonly LossReport losses = new();

    private static GenAIRequest Ask(params Message[] messages)
    {
        var request = new GenAIRequest { Dialect = Dialect.OpenAIChat, MaxOutputTokens = 4000 };
        request.Messages.AddRange(messages.Length > 0 ? messages : [Says(Role.User, "Hi")]);
        return request;
    }

    private static Message Says(Role role, params string[] texts) => new(role, "messages[n]")
    {
        Parts = [.. texts.Select(text => new TextPart(text) { Path = "messages[n].content" })],
    };

    private static Message Has(Role role, params Part[] parts) => new(role, "messages[n]") { Parts = [.. parts] };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static CatalogModel Facts(ReasoningForm? form, int? limit = null, params Ability[] abilities) => new()
    {
        Name = "claude-x", Source = "test", AsOf = new DateOnly(2026, 11, 25), Verified = true, ReasoningForm = form,
        MaxOutputTokens = limit, Abilities = abilities,
    };

    private void Check(GenAIRequest request, string expected, string lost = "", CatalogModel? facts = null)
    {
        var written = Anthropic.Write(request, losses, facts);
        Assert.Equal("""{"model":"claude-x",""" + expected, written);
        Assert.Equal(lost, string.Join(' ', losses.Losses.Select(loss => $"{loss.Kind}:{loss.Path}")));
    }

    [Fact]
    public void Instructions_are_lifted_and_results_come_first_in_one_user_turn()
    {
        var request = Ask(
            Says(Role.System, "A", ""), Says(Role.System, "B"), Says(Role.User, "Weather?"),
            Has(Role.Assistant, new ToolCallPart("c1", "w", "{\"x\":1}"), new ToolCallPart("c2", "w", "")),
            Has(Role.Tool, new ToolResultPart("c1") { Content = [new TextPart("r1")] }), Says(Role.User, "Well?"),
            Has(Role.Tool, new ToolResultPart("c2") { IsError = true }));
        Check(request, """
            "max_tokens":4000,"system":[{"type":"text","text":"A"},{"type":"text","text":"B"}],"messages":[{"role":"user","content":"Weather?"},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"w","input":{"x":1}},{"type":"tool_use","id":"c2","name":"w","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"r1"},{"type":"tool_result","tool_use_id":"c2","is_error":true},{"type":"text","text":"Well?"}]}]}
            """);
    }

    [Fact]
    public void A_conversation_that_does_not_begin_with_the_user_gets_a_first_turn()
    {
        Check(Ask(Says(Role.System, "Go."), Has(Role.Assistant, new TextPart("I ") { Path = "p" })), """
            "max_tokens":4000,"system":"Go.","messages":[{"role":"user","content":"Begin."},{"role":"assistant","content":"I"}]}
            """, "Emulated:Messages Approximated:p");
    }

    [Theory]
    [InlineData(null, null, 4096)]
    [InlineData(null, 64000, 64000)]
    [InlineData(100_000L, 64000, 64000)]
    [InlineData(100L, 64000, 100)]
    public void The_limit_is_the_clients_or_the_models(long? asked, int? most, int sent)
    {
        var request = Ask();
        request.MaxOutputTokens = asked;
        Check(request, $$"""
            "max_tokens":{{sent}},"messages":[{"role":"user","content":"Hi"}]}
            """,
            asked is null ? "Defaulted:max_tokens" : asked > most ? "Clamped:MaxOutputTokens" : "", Facts(null, most));
    }

    [Fact]
    public void Sampling_that_the_dialect_lacks_is_reported()
    {
        var request = Ask();
        (request.Temperature, request.TopP, request.Seed, request.Choices) = (1.5, 0.3, 7, 2);
        (request.FrequencyPenalty, request.PresencePenalty, request.Logprobs) = (0, 1, true);
        (request.Stop, request.ServiceTier) = (["\n", "END"], "flex");
        request.Wrote(RequestField.Stop, "stop");
        Check(request, """
            "max_tokens":4000,"messages":[{"role":"user","content":"Hi"}],"temperature":1,"top_p":0.3,"stop_sequences":["END"]}
            """,
            "Clamped:Temperature Dropped:stop[0] Dropped:Choices Dropped:Seed Dropped:PresencePenalty Dropped:Logprobs "
            + "Dropped:ServiceTier");
    }

    [Fact]
    public void Tools_have_object_schemas_and_the_choice_is_translated()
    {
        var request = Ask();
        request.Tools.Add(new ToolDefinition("a", "tools[0]"));
        request.Tools.Add(new ToolDefinition("b", "tools[1]") { Parameters = Json("""{"properties":{"x":{}}}""") });
        request.Tools.Add(new ToolDefinition("c", "tools[2]")
        {
            Strict = true, Parameters = Json("""{"type":"object","properties":{"default":{"type":"object"}}}"""),
        });
        request.Tools.Add(new ToolDefinition("d", "tools[3]"));
        request.Tools.Add(new ToolDefinition("s", "tools[4]")
        {
            Hosted = new HostedTool(Dialect.OpenAIResponses, "file_search", default),
        });
        request.ToolChoice = new ToolChoice(ToolChoiceMode.Required) { Allowed = ["a", "b", "c"] };
        request.ParallelToolCalls = false;
        Check(request, """
            "max_tokens":4000,"messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"a","input_schema":{"type":"object","properties":{}}},{"name":"b","input_schema":{"type":"object","properties":{"x":{}}}},{"name":"c","input_schema":{"type":"object","properties":{"default":{"type":"object","additionalProperties":false}},"additionalProperties":false},"strict":true}],"tool_choice":{"type":"any","disable_parallel_tool_use":true}}
            """, "Emulated:ToolChoice Dropped:tools[4] Approximated:tools[2]");
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"enum":{"type":"object","additionalProperties":false}},"additionalProperties":false}""", false)]
    [InlineData("""{"$defs":{"a":{"type":"object"}},"type":"object","additionalProperties":false}""", true)]
    [InlineData("""{"type":"string","enum":["x"]}""", false)]
    public void A_schema_is_kept_when_it_is_closed(string schema, bool open)
    {
        var request = Ask();
        request.ResponseFormat = new(ResponseFormatKind.JsonSchema) { Name = "n", Schema = Json(schema) };
        var written = Anthropic.Write(request, losses);
        Assert.Equal(open, losses.Losses.Count == 1);
        Assert.Equal(!open, written.Contains(schema, StringComparison.Ordinal));
        Assert.Contains("\"output_config\":{\"format\":{\"type\":\"json_schema\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_json_object_and_a_schema_for_a_model_without_it_are_asked_for_in_words()
    {
        var request = Ask(Says(Role.System, "S"), Says(Role.User, "Hi"));
        request.ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonObject);
        Assert.Contains("JSON object and nothing else", Anthropic.Write(request, losses), StringComparison.Ordinal);
        Assert.Equal(LossKind.Emulated, Assert.Single(losses.Losses).Kind);
        losses.Clear();
        request.ResponseFormat = new ResponseFormat(ResponseFormatKind.JsonSchema) { Schema = Json("""{"a":1}""") };
        var written = Anthropic.Write(request, losses, Facts(null, null, Ability.Tools));
        Assert.Contains("""this JSON Schema: {\"a\":1}""", written, StringComparison.Ordinal);
        Assert.DoesNotContain("output_config", written, StringComparison.Ordinal);
        Assert.Equal(LossKind.Emulated, Assert.Single(losses.Losses).Kind);
    }

    [Theory]
    [InlineData("high", null, null, null, """ "thinking":{"type":"adaptive"},"output_config":{"effort":"high"} """, "")]
    [InlineData("minimal", null, null, null, """ "thinking":{"type":"adaptive"},"output_config":{"effort":"low"} """, "Approximated")]
    [InlineData("none", null, null, null, "", "")]
    [InlineData(null, 5000L, null, null, """ "thinking":{"type":"adaptive"},"output_config":{"effort":"medium"} """, "Approximated")]
    [InlineData(null, null, true, null, """ "thinking":{"type":"adaptive","display":"summarized"} """, "")]
    [InlineData("high", null, null, ReasoningForm.Budget, """ "thinking":{"type":"enabled","budget_tokens":3200} """, "Approximated")]
    [InlineData(null, 2000L, false, ReasoningForm.Budget, """ "thinking":{"type":"enabled","budget_tokens":2000,"display":"omitted"} """, "")]
    [InlineData(null, 9000L, null, ReasoningForm.Budget, """ "thinking":{"type":"enabled","budget_tokens":3999} """, "Clamped")]
    public void Reasoning_is_asked_for_as_the_model_takes_it(
        string? effort, long? budget, bool? show, ReasoningForm? form, string said, string lost)
    {
        var request = Ask();
        request.Reasoning = new ReasoningRequest { Effort = effort, BudgetTokens = budget, Show = show };
        Check(request, """
            "max_tokens":4000,"messages":[{"role":"user","content":"Hi"}]
            """ + (said.Length > 0 ? "," : "") + said.Trim() + "}", lost.Length == 0 ? "" : lost + ":Reasoning", Facts(form));
    }

    [Fact]
    public void Thinking_leaves_no_room_for_temperature_and_a_forced_tool()
    {
        var request = Ask();
        request.Reasoning = new ReasoningRequest { Effort = "low" };
        (request.Temperature, request.TopK, request.TopP) = (0.2, 5, 0.5);
        request.Tools.Add(new ToolDefinition("a", "tools[0]"));
        request.ToolChoice = new ToolChoice(ToolChoiceMode.Named, "a");
        var written = Anthropic.Write(request, losses);
        Assert.Contains("\"tool_choice\":{\"type\":\"auto\"}", written, StringComparison.Ordinal);
        Assert.DoesNotContain("temperature", written, StringComparison.Ordinal);
        Assert.Equal(
            ["ToolChoice", "Temperature", "TopP", "TopK"], losses.Losses.Select(loss => loss.Path));
    }

    [Fact]
    public void A_budget_is_left_out_while_calls_without_signed_thinking_are_answered()
    {
        var request = Ask(
            Says(Role.User, "Hi"), Has(Role.Assistant, new ToolCallPart("c", "a", "{}")),
            Has(Role.Tool, new ToolResultPart("c")));
        request.Reasoning = new ReasoningRequest { BudgetTokens = 2000 };
        Assert.DoesNotContain(
            "thinking", Anthropic.Write(request, losses, Facts(ReasoningForm.Budget)), StringComparison.Ordinal);
        Assert.Equal(LossKind.Dropped, Assert.Single(losses.Losses).Kind);
        losses.Clear();
        request.Messages[1].Parts.Insert(0, new ReasoningPart
        {
            Text = "t", Seal = new ReasoningSeal(Dialect.AnthropicMessages, "sig"),
        });
        Assert.Contains(
            """{"type":"thinking","thinking":"t","signature":"sig"}""",
            Anthropic.Write(request, losses, Facts(ReasoningForm.Budget)), StringComparison.Ordinal);
        Assert.Empty(losses.Losses);
    }

    [Fact]
    public void Media_are_written_by_what_they_are()
    {
        var request = Ask(Has(
            Role.User,
            Media(MediaKind.Image, "iVBORw0KGgo=") with { Detail = "high" },
            Media(MediaKind.Image, null, url: "https://x/y") with { Detail = "auto" },
            Media(MediaKind.Document, "JVBERi0=") with { Name = "a.pdf" },
            Media(MediaKind.Document, Convert.ToBase64String("grüß"u8), "text/markdown"),
            Media(MediaKind.Document, "AAAA", "application/zip"),
            Media(MediaKind.Audio, "AAAA", "audio/wav"),
            new TextPart(" ") { Path = "blank" },
            new ForeignPart(Dialect.GeminiGenerateContent, "executableCode", default) { Path = "code" },
            new ReasoningPart { Path = "thought" }));
        Check(request, """
            "max_tokens":4000,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},{"type":"image","source":{"type":"url","url":"https://x/y"}},{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},"title":"a.pdf"},{"type":"document","source":{"type":"text","media_type":"text/plain","data":"grüß"}}]}]}
            """,
            "Dropped:application/zip Dropped:audio/wav Dropped:blank Dropped:code Dropped:thought Dropped:");
    }

    [Fact]
    public void Ids_and_arguments_that_the_dialect_refuses_are_made_such_as_it_takes()
    {
        var request = Ask(
            Says(Role.User, "Hi"),
            Has(
                Role.Assistant, new ToolCallPart("a:1", "f", "[1]") { Path = "p" },
                new ToolCallPart("a.1", "f", "{oops")),
            Has(Role.Tool, new ToolResultPart("a:1"), new ToolResultPart("a.1")));
        using var written = JsonDocument.Parse(Anthropic.Write(request, losses));
        var messages = written.RootElement.GetProperty("messages");
        var calls = messages[1].GetProperty("content");
        var results = messages[2].GetProperty("content");
        Assert.Equal("[1]", calls[0].GetProperty("input").GetProperty("arguments").GetString());
        Assert.Equal("{oops", calls[1].GetProperty("input").GetProperty("arguments").GetString());
        for (var i = 0; i < 2; i++)
        {
            var id = calls[i].GetProperty("id").GetString()!;
            Assert.Matches("^[a-zA-Z0-9_-]+$", id);
            Assert.Equal(id, results[i].GetProperty("tool_use_id").GetString());
        }

        Assert.NotEqual(calls[0].GetProperty("id").GetString(), calls[1].GetProperty("id").GetString());
    }

    [Fact]
    public void The_user_is_named_by_either_member_and_a_name_of_a_participant_is_lost()
    {
        var request = Ask(new Message(Role.User, "messages[0]") { Name = "Ann", Parts = [new TextPart("Hi")] });
        request.Extras.Add(new ExtraMember("safety_identifier", "safety_identifier", Json("\"hash\"")));
        request.Extras.Add(new ExtraMember("metadata", "metadata", Json("{}")));
        Check(request, """
            "max_tokens":4000,"messages":[{"role":"user","content":"Hi"}],"metadata":{"user_id":"hash"}}
            """, "Dropped:messages[0].name");
        Assert.Equal([true, false], request.Extras.Select(extra => extra.Taken));
    }

    [Fact]
    public void A_request_to_count_has_the_input_alone()
    {
        var request = Ask(Says(Role.System, "S"), Says(Role.User, "Hi"));
        (request.Temperature, request.Stream) = (0.5, true);
        Assert.Equal(
            """{"model":"claude-x","system":"S","messages":[{"role":"user","content":"Hi"}]}""",
            Anthropic.Written(output => Godwit.Providers.Dialects.AnthropicMessages.AnthropicTokenCount.WriteRequest(
                request, Anthropic.Target(request, losses), output)));
    }

    private static MediaPart Media(MediaKind kind, string? base64, string? type = null, string? url = null) =>
        new(kind, new MediaSource { Base64 = Encoding.ASCII.GetBytes(base64 ?? ""), MediaType = type, Url = url })
        {
            Path = type ?? "",
        };
}
