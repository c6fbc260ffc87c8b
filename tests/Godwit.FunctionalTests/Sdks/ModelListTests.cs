using System.Text.Json;
using Godwit.FunctionalTests.Support;
using Xunit;

namespace Godwit.FunctionalTests.Sdks;

/// <summary>The models that a caller is told about, through the npm <c>openai</c> SDK.</summary>
[Collection(GatewayGroup.Name)]
public sealed class ModelListTests(GatewayFixture gateway)
{
    [Fact]
    public async Task Every_model_comes_with_the_facts_that_concern_the_caller()
    {
        var models = await ListAsync(Caller.InUnitedStates);

        Assert.Contains("gpt-4o", models.Keys);
        Assert.Contains("qwen-plus", models.Keys);
        Assert.All(models.Values, model => Assert.Equal(JsonValueKind.Object, FactsOf(model).ValueKind));
        Assert.Equal("openai", FactsOf(models["gpt-4o"]).GetProperty("provider").GetString());
    }

    [Fact]
    public async Task A_model_that_the_caller_may_not_use_is_not_listed()
    {
        var models = await ListAsync(Caller.InChina);

        Assert.DoesNotContain("gpt-4o", models.Keys);
        Assert.Contains("qwen-plus", models.Keys);
    }

    [Fact]
    public async Task One_model_is_retrieved_with_its_facts()
    {
        var model = await gateway.Client.RunAsync("openai", "model");

        Assert.Equal("gpt-4o", model.GetProperty("id").GetString());
        Assert.Equal("openai", FactsOf(model).GetProperty("provider").GetString());
    }

    private static JsonElement FactsOf(JsonElement model) => model.GetProperty("godwit");

    private async Task<Dictionary<string, JsonElement>> ListAsync(string address)
    {
        var answer = await (gateway.Client with { Address = address }).RunAsync("openai", "models");
        return answer.GetProperty("models").EnumerateArray()
            .ToDictionary(model => model.GetProperty("id").GetString()!);
    }
}
