using System.Text;
using Godwit.Policy.Pricing.Lists;
using Xunit;

namespace Godwit.Policy.Tests.Pricing.Lists;

/// <summary>Public price lists: amounts exactly, what is unknown left alone, what is wrong told.</summary>
public class PriceListReaderTests
{
    private const string LiteLlm =
        """
        {
          "sample_spec": { "input_cost_per_token": "text for people", "litellm_provider": "one of many" },
          "small": {
            "litellm_provider": "alpha", "mode": "chat", "max_tokens": 8192, "supports_whatever": true,
            "input_cost_per_token": 1.5e-07, "output_cost_per_token": 0.0000006,
            "cache_read_input_token_cost": 7.5E-8, "input_cost_per_audio_token": 1e-05,
            "input_cost_per_token_batches": 7.5e-08, "output_cost_per_token_batches": 3e-07,
            "search_context_cost_per_query": { "search_context_size_low": 0.01, "search_context_size_high": 0.01 },
            "input_cost_per_token_priority": 3e-07, "output_cost_per_image": 0.0
          },
          "beta/long": {
            "litellm_provider": "beta", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
            "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06,
            "input_cost_per_token_above_200k_tokens": 6e-06, "output_cost_per_token_above_200k_tokens": 2.25e-05,
            "input_cost_per_token_batches": 1.5e-06, "output_cost_per_token_batches": 1e-05
          },
          "gamma/steps": {
            "litellm_provider": "gamma", "tiered_pricing": [
              { "range": [0, 32000], "input_cost_per_token": 1.2e-06, "output_cost_per_token": 6e-06 },
              { "range": [32000.0, 128000], "input_cost_per_token": 2.4e-06, "output_cost_per_token": 1.2e-05 } ]
          },
          "gamma/pictures": { "litellm_provider": "gamma", "input_cost_per_image": 0.04 }
        }
        """;

    private const string ModelsDev =
        """
        {
          "alpha": { "id": "alpha", "name": "Alpha", "models": {
            "small": { "id": "small", "cost": { "input": 0.15, "output": 0.60, "cache_read": 0.075, "reasoning": 0.7 } },
            "long": { "cost": { "input": 1.25, "output": 10, "input_audio": 1, "output_audio": 2, "cache_write": 1.5,
              "context_over_200k": { "input": 2.5, "output": 15, "cache_read": 0.25 }, "new_kind": 4 } },
            "steps": { "cost": { "input": 1, "output": 2,
              "tiers": [ { "input": 4, "output": 8, "tier": { "type": "context", "size": 128000 } },
                         { "input": 2, "output": 4, "tier": { "type": "context", "size": 32000 } } ],
              "context_over_200k": { "input": 9 } } },
            "free": { "id": "free" } } }
        }
        """;

    [Fact]
    public void LiteLLMs_amounts_per_token_become_amounts_per_million_exactly()
    {
        var list = Read(LiteLlm);

        Assert.Equal((PriceListFormat.LiteLlm, 1), (list.Format, list.Unpriced));
        Assert.Empty(list.Problems);
        Assert.Equal(["alpha/small", "beta/long", "gamma/steps"], list.Prices.Select(p => $"{p.Provider}/{p.Model}"));
        var small = list.Prices[0].Terms;
        Assert.Equal(
            ("USD", 0.15m, 0.6m, 0.075m, 10m, 50m, null),
            (small.Currency, small.InputPerMillion, small.OutputPerMillion, small.CacheReadInputPerMillion,
                small.AudioInputPerMillion, small.BatchPercent, small.PerServerToolCall));
        Assert.Equal([new() { Tool = "web_search", PerCall = 0.01m }], small.ServerTools!);
        Assert.Equal(["input_cost_per_token_priority"], list.Prices[0].LeftOut);
    }

    [Fact]
    public void LiteLLMs_tiers_are_read_in_both_their_forms_and_what_can_not_be_said_is_left_out()
    {
        var list = Read(LiteLlm);

        var (longer, steps) = (list.Prices[1], list.Prices[2].Terms);
        var tier = Assert.Single(longer.Terms.Tiers!);
        Assert.Equal((200_000L, 6m, 22.5m, null), (tier.AboveInputTokens, tier.InputPerMillion, tier.OutputPerMillion,
            tier.CacheReadInputPerMillion));
        Assert.Equal((3.75m, 6m, null), (longer.Terms.CacheWriteInputPerMillion,
            longer.Terms.CacheWriteHourInputPerMillion, longer.Terms.BatchPercent));
        Assert.Equal(["input_cost_per_token_batches", "output_cost_per_token_batches"], longer.LeftOut);
        Assert.Equal((1.2m, 6m), (steps.InputPerMillion, steps.OutputPerMillion));
        Assert.Equal([(32_000L, 2.4m)], steps.Tiers!.Select(t => (t.AboveInputTokens, t.InputPerMillion)));
    }

    [Theory]
    [InlineData("openai", """ "search_context_cost_per_query":{"low":0.01,"high":0.01} """, "web_search 0.01 -", "")]
    [InlineData(
        "openai", """ "search_context_cost_per_query":{"low":0.01,"high":0.02} """, "", "search_context_cost_per_query")]
    [InlineData("gemini", """ "search_context_cost_per_query":{"low":0.035} """, "web_search - 0.035", "")]
    [InlineData("vertex_ai-language-models", """ "search_context_cost_per_query":{"a":0.035} """, "web_search - 0.035", "")]
    [InlineData(
        "gemini", """ "search_context_cost_per_query":{"low":0.014},"web_search_billing_unit":"per_query" """,
        "web_search 0.014 -", "")]
    [InlineData(
        "openai", """ "search_context_cost_per_query":{"low":1},"web_search_billing_unit":"per_prompt" """,
        "web_search - 1", "")]
    [InlineData(
        "openai", """ "search_context_cost_per_query":{"low":1},"web_search_billing_unit":"per_moon" """,
        "", "search_context_cost_per_query")]
    [InlineData(
        "openai", """ "search_context_cost_per_query":{"low":1},"web_search_billing_unit":3 """,
        "", "search_context_cost_per_query")]
    [InlineData("openai", """ "search_context_cost_per_query":0.01 """, "", "search_context_cost_per_query")]
    [InlineData("openai", """ "file_search_cost_per_1k_calls":2.5 """, "file_search 0.0025 -", "")]
    [InlineData(
        "openai", """ "code_interpreter_cost_per_session":0.03,"web_search_cost_per_request":0.01 """, "",
        "code_interpreter_cost_per_session web_search_cost_per_request")]
    public void LiteLLMs_prices_of_tools_are_taken_over_where_they_say_exactly_what_is_paid_for(
        string provider, string members, string expected, string leftOut)
    {
        var list = Read($$$"""{"m":{"litellm_provider":"{{{provider}}}","input_cost_per_token":1e-6,{{{members}}}}}""");

        Assert.Empty(list.Problems);
        Assert.Equal(expected, string.Join(", ", (list.Prices[0].Terms.ServerTools ?? []).Select(t =>
            FormattableString.Invariant($"{t.Tool} {Text(t.PerCall)} {Text(t.PerRequest)}"))));
        Assert.Equal(leftOut, string.Join(' ', list.Prices[0].LeftOut));

        static string Text(decimal? amount) =>
            amount?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) ?? "-";
    }

    [Fact]
    public void The_format_of_models_dev_is_told_by_its_look_and_its_list_of_tiers_wins_over_the_older_form()
    {
        var list = Read(ModelsDev);

        Assert.Equal((PriceListFormat.ModelsDev, 1), (list.Format, list.Unpriced));
        Assert.Empty(list.Problems);
        var (longer, small, steps) = (list.Prices[0], list.Prices[1].Terms, list.Prices[2].Terms);
        Assert.Equal(
            (0.15m, 0.6m, 0.075m, 0.7m),
            (small.InputPerMillion, small.OutputPerMillion, small.CacheReadInputPerMillion,
                small.ReasoningOutputPerMillion));
        Assert.Equal((1m, 2m, 1.5m), (longer.Terms.AudioInputPerMillion, longer.Terms.AudioOutputPerMillion,
            longer.Terms.CacheWriteInputPerMillion));
        Assert.Equal([(200_000L, 2.5m, 0.25m)], longer.Terms.Tiers!.Select(t => (t.AboveInputTokens, t.InputPerMillion,
            t.CacheReadInputPerMillion!.Value)));
        Assert.Equal(["new_kind"], longer.LeftOut);
        Assert.Equal([(32_000L, 2m), (128_000, 4m)], steps.Tiers!.Select(t => (t.AboveInputTokens, t.InputPerMillion)));
    }

    [Theory]
    [InlineData("[]", "an object is expected at the top")]
    [InlineData("{", "Expected depth")]
    [InlineData("""{"m":{"input_cost_per_token":1e-6},"m":{}}""", "Duplicate")]
    [InlineData("""{"m":{"input_cost_per_token":1e-6,"input_cost_per_token":2e-6}}""", "Duplicate")]
    [InlineData("""{"m":3}""", "m: an object is expected")]
    [InlineData("""{"m":{"litellm_provider":3,"input_cost_per_token":1e-6}}""", "m.litellm_provider: a text is expected")]
    [InlineData("""{"m":{"input_cost_per_token":"1e-6"}}""", "m.input_cost_per_token: a number is expected")]
    [InlineData("""{"m":{"input_cost_per_token":-1e-6}}""", "m.input_cost_per_token: -0.000001 is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":2}}""", "m.input_cost_per_token: 2 is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":1e-400}}""", "m.input_cost_per_token: 1e-400 is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":1e999999999999}}""", "m.input_cost_per_token: 1e999999999999 is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":0.12345678901234567890123456789}}""", "is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":1e-6,"input_cost_per_token_above_0k_tokens":1e-6}}""", "its number of tokens is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":1e-6,"file_search_cost_per_1k_calls":-1}}""", "m.file_search_cost_per_1k_calls: -1 is out of range")]
    [InlineData("""{"m":{"input_cost_per_token":1e-6,"search_context_cost_per_query":{"low":true}}}""", "m.search_context_cost_per_query.low: a number is expected")]
    [InlineData("""{"m":{"tiered_pricing":{}}}""", "m.tiered_pricing: a list is expected")]
    [InlineData("""{"m":{"tiered_pricing":[{"range":[0]}]}}""", "m.tiered_pricing[0]: a range of tokens")]
    [InlineData("""{"p":{"models":{"m":{"cost":3}}}}""", "p.models.m.cost: an object is expected")]
    [InlineData("""{"p":{"models":{"m":3}}}""", "p.models.m: an object is expected")]
    [InlineData("""{"p":{"models":{}},"q":3}""", "q: an object with models is expected")]
    [InlineData("""{"p":{"models":{"m":{"cost":{"input":true}}}}}""", "p.models.m.cost.input: a number is expected")]
    [InlineData("""{"p":{"models":{"m":{"cost":{"input":1,"tiers":[{"tier":{"type":"hours"}}]}}}}}""", "p.models.m.cost.tiers[0]: a tier of context")]
    [InlineData("""{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}}}}}}}""", "depth")]
    public void What_is_wrong_is_told_with_its_place_and_nothing_breaks(string json, string expected) =>
        Assert.Contains(Read(json).Problems, p => p.Contains(expected, StringComparison.Ordinal));

    private static PriceList Read(string json) => PriceListReader.Read(Encoding.UTF8.GetBytes(json), null);
}
